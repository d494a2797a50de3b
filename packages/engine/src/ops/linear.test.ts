import { expect, test } from "vitest";
import { createSyncSession } from "../backend/syncSession.js";
import { Graph } from "../graph/graph.js";
import { range } from "../graph/shapes.js";
import { nodesInOrder } from "../graph/visit.js";
import { serialize } from "../onnx/serialize.js";
import { uniform } from "../parity.test.helper.js";
import { portOf } from "../session.js";
import { splitProduct } from "./linear.js";

test.each([
  ["a product each of long sums", [6, 3, 40, 5], 6],
  ["as many products as keep the threads busy", [6, 512, 2, 1024], 1],
  ["so, where one is not enough", [6, 256, 2, 1030], 2],
  ["a product each where no number is enough", [3, 3, 4, 5], 3],
  ["one matrix", [1, 2, 3, 4], 1],
] as const)("a sum of products of matrices: %s", (_, [n, rows, inner, columns], products) => {
  const graph = new Graph();
  const shapes = [
    [n, rows, inner],
    [n, inner, columns],
  ] as const;
  const [a, b] = shapes.map((shape, i) => graph.input(String(i), shape, "float32"));
  const y = splitProduct(graph, a!, b!);
  expect(y.shape).toEqual([rows, columns]);
  const product = nodesInOrder([y]).find(({ op }) => op === "MatMul")!;
  expect(product.outputs[0]!.shape).toEqual([products, rows, columns]);

  const ports = [a!, b!].map((value, i) => portOf(String(i), value));
  const session = createSyncSession(serialize(graph.inputs, new Map([["y", y]])), ports, [portOf("y", y)], 1);
  const [left, right] = [uniform(n * rows * inner, 1), uniform(n * inner * columns, 2)];
  const result = new Float32Array(rows * columns);
  session.run([left, right], [result]);
  session.release();
  const expected = (row: number, column: number) =>
    range(n * inner).reduce((sum, k) => {
      const matrix = Math.floor(k / inner);
      const x = left[(matrix * rows + row) * inner + (k % inner)]!;
      return sum + x * right[k * columns + column]!;
    }, 0);
  for (const row of [0, rows >> 1, rows - 1])
    for (const column of [0, columns >> 1, columns - 1])
      expect(result[row * columns + column]).toBeCloseTo(expected(row, column), 4);
});
