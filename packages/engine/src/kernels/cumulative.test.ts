import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { differences, type LineMap, mapLines, shapes, testKernels, values } from "../parity.test.helper.js";
import { cumulativeKernels } from "./cumulative.js";

const runs = fc.record({
  shape: shapes(1, 4, 5),
  axis: fc.nat(),
  exclusive: fc.boolean(),
  reverse: fc.boolean(),
});

/** The sum of what comes before each number of a line, with that number or without. */
const sums =
  (exclusive: boolean, reverse: boolean): LineMap =>
  (line) =>
    line.map((_, i) => {
      const seen = reverse ? line.slice(exclusive ? i + 1 : i) : line.slice(0, exclusive ? i : i + 1);
      return seen.reduce((total, x) => total + x, 0);
    });

/** Maps the lines along one axis, and leaves the others as they are. */
const linesOf = (shape: readonly number[], axis: number, map: LineMap): LineMap[] =>
  shape.map((_, i) => (i === axis % shape.length ? map : (line) => line));

testKernels(cumulativeKernels, {
  // TensorFlow.js' own gradient is wrong along other axes than the last.
  Cumsum: differences(runs, ({ shape, axis, exclusive, reverse }) => ({
    spec: { x: { shape } },
    fn: ({ x }) => tf.cumsum(x!, axis % shape.length, exclusive, reverse),
    reference: ({ x }) => mapLines(x!, [1, ...shape], linesOf(shape, axis, sums(exclusive, reverse))),
  })),
  "Cumsum Cumprod: along any axis": values(runs, ({ shape, axis, exclusive, reverse }) => ({
    spec: { x: { shape } },
    fn: ({ x }) => [tf.cumsum, tf.cumprod].map((along) => along(x!, axis % shape.length, exclusive, reverse)),
  })),
});
