import { expect, test } from "vitest";
import { binary } from "../ops/elementwise.js";
import { expand, transpose } from "../ops/shape.js";
import { expandLast } from "./expandLast.js";
import { rewrite } from "./rules.test.helper.js";

test("axes move before the broadcast", () => {
  const { nodes, output } = rewrite(expandLast, [[5, 3]], (g, x) =>
    transpose(g, expand(g, x, [7, 5, 3]), [2, 0, 1]),
  );
  expect(nodes.map((node) => node.op)).toEqual(["Reshape", "Transpose", "Expand"]);
  expect(nodes[1]!.outputs[0]!.shape).toEqual([3, 1, 5]);
  expect(output.shape).toEqual([3, 7, 5]);
});

test.each([
  ["Sub", [1, 1, 1]],
  ["Div", [1]],
  ["Max", [1, 1]],
] as const)("%s with one number of shape %j, on either side, is right", (op, one) => {
  const left = rewrite(expandLast, [[3], one], (g, x, y) => binary(g, op, expand(g, x, [5, 3]), y));
  const right = rewrite(expandLast, [[3], one], (g, x, y) => binary(g, op, y, expand(g, x, [5, 3])));
  expect(left.output.shape).toEqual(right.output.shape);
});

test("scalars are applied before the broadcast", () => {
  const { nodes } = rewrite(expandLast, [[3]], (g, x) => binary(g, "Mul", expand(g, x, [5, 3]), g.fill(2)));
  expect(nodes.map((node) => [node.op, node.outputs[0]!.shape])).toEqual([
    ["Mul", [3]],
    ["Expand", [5, 3]],
  ]);
});
