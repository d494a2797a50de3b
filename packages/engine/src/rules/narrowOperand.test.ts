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

test("an expansion that gives the result its shape stays", () => {
  const shapes = [[3], [3]];
  const { ops } = rewrite(narrowOperand, shapes, (g, x, y) => binary(g, "Add", x, expand(g, y, [2, 3])));
  expect(ops).toEqual(["Expand", "Add"]);
});
