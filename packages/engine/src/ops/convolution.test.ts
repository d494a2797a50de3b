import { expect, test } from "vitest";
import { Graph } from "../graph/graph.js";
import { range } from "../graph/shapes.js";
import { PLAIN } from "../graph/traits.js";
import type { Value } from "../graph/types.js";
import { nodesInOrder } from "../graph/visit.js";
import { conv, convTranspose } from "./convolution.js";

const LACKS = new Set(["Conv by threes", "ConvTranspose by even groups"]);

const windowOf = (rank: number) => ({
  kernel: range(rank).map(() => 2),
  strides: range(rank).map(() => 1),
  dilations: range(rank).map(() => 1),
  pads: range(2 * rank).map(() => 0),
});

/** What the last node of a graph reads, and which operators it has. */
const made = (value: Value) => {
  const nodes = nodesInOrder([value]);
  return { ops: nodes.map(({ op }) => op), shapes: nodes.at(-1)!.inputs.map(({ shape }) => shape) };
};

test("images of 6 channels get two more where the runtime needs them, volumes of 6 none", () => {
  const graph = new Graph([], undefined, { ...PLAIN, lacks: LACKS });
  const convolved = (rank: number) => {
    const x = graph.input("x", [2, 6, ...range(rank).map(() => 5)], "float32");
    const filter = graph.input("w", [4, 6, ...range(rank).map(() => 2)], "float32");
    return conv(
      graph,
      x,
      filter,
      windowOf(rank),
      range(rank).map(() => 4),
    );
  };
  expect(made(convolved(2))).toEqual({
    ops: ["Pad", "Pad", "Conv"],
    shapes: [
      [2, 8, 5, 5],
      [4, 8, 2, 2],
    ],
  });
  expect(made(convolved(3))).toEqual({
    ops: ["Conv"],
    shapes: [
      [2, 6, 5, 5, 5],
      [4, 6, 2, 2, 2],
    ],
  });
});

test("transposed, groups of two channels get a third where the runtime needs them to be odd", () => {
  const transposed = (lacks: ReadonlySet<string>, size: number) => {
    const graph = new Graph([], undefined, { ...PLAIN, lacks });
    const y = graph.input("y", [2, 3 * size, 4, 4], "float32");
    const filter = graph.input("w", [3 * size, 1, 2, 2], "float32");
    return convTranspose(graph, y, filter, windowOf(2), [5, 5], 3);
  };
  const { ops, shapes } = made(transposed(LACKS, 2));
  expect(ops.filter((op) => op === "Pad")).toHaveLength(2);
  expect(shapes).toEqual([
    [2, 9, 4, 4],
    [9, 1, 2, 2],
  ]);
  expect(transposed(LACKS, 2).shape).toEqual([2, 3, 5, 5]);
  expect(made(transposed(LACKS, 3)).ops).toEqual(["ConvTranspose"]);
  expect(made(transposed(new Set(), 2)).ops).toEqual(["ConvTranspose"]);
});
