import { expect, test } from "vitest";
import { binary } from "../ops/elementwise.js";
import { expand } from "../ops/shape.js";
import { narrowOperand } from "./narrowOperand.js";
import { rewrite } from "./rules.test.helper.js";

test("a constant array beside a tensor is a scalar", () => {
  const { nodes } = rewrite(narrowOperand, [[2, 3]], (g, x) => binary(g, "Mul", x, g.fill(5, [2, 3])));
  expect(nodes[0]!.inputs[1]!.shape).toEqual([]);
});

test("an operand is read before its expansion", () => {
  const shapes = [[2, 3], [3]];
  expect(rewrite(narrowOperand, shapes, (g, x, y) => binary(g, "Add", x, expand(g, y, [2, 3]))).ops).toEqual([
    "Add",
  ]);
});

test.each([
  [[3], [2, 3]],
  [
    [1, 3],
    [4, 2, 3],
  ],
  [
    [2, 1, 1],
    [2, 4, 3],
  ],
])(
  "an operand of shape %j that is spread to %j meets one of a lower and one of a higher rank",
  (from, to) => {
    const apart = (other: number[]) =>
      rewrite(narrowOperand, [other, from], (g, x, y) => binary(g, "Sub", x, expand(g, y, to))).output.shape;
    expect(apart(to.slice(1))).toEqual(to);
    expect(apart([1, ...to])).toEqual([1, ...to]);
  },
);

test("an expansion that gives the result its shape stays", () => {
  const shapes = [[3], [3]];
  const { ops } = rewrite(narrowOperand, shapes, (g, x, y) => binary(g, "Add", x, expand(g, y, [2, 3])));
  expect(ops).toEqual(["Expand", "Add"]);
});
