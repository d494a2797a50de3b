import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { gradients, shapes, testKernels, values } from "../parity.test.helper.js";
import { cumulativeKernels } from "./cumulative.js";

const runs = fc.record({
  shape: shapes(1, 4, 5),
  axis: fc.nat(),
  exclusive: fc.boolean(),
  reverse: fc.boolean(),
});

testKernels(cumulativeKernels, {
  // TensorFlow.js' own gradient is wrong along other axes than the last.
  Cumsum: gradients(runs, ({ shape, exclusive, reverse }) => ({
    spec: { x: { shape } },
    fn: ({ x }) => tf.cumsum(x!, shape.length - 1, exclusive, reverse),
  })),
  "Cumsum Cumprod: along any axis": values(runs, ({ shape, axis, exclusive, reverse }) => ({
    spec: { x: { shape } },
    fn: ({ x }) => [tf.cumsum, tf.cumprod].map((along) => along(x!, axis % shape.length, exclusive, reverse)),
  })),
});
