import { expect, test } from "vitest";
import { binary } from "../ops/elementwise.js";
import { neutralOperand } from "./neutralOperand.js";
import { opsAfter, rewrite } from "./rules.test.helper.js";

test.each([
  ["Add", 0],
  ["Sub", 0],
  ["Mul", 1],
  ["Div", 1],
  ["Pow", 1],
])("%s with %d changes nothing", (op, neutral) => {
  expect(opsAfter(neutralOperand, [[2]], (g, x) => binary(g, op, x, g.fill(neutral)))).toEqual([]);
});

test("multiplying by ones of a larger shape is a broadcast", () => {
  expect(opsAfter(neutralOperand, [[2]], (g, x) => binary(g, "Mul", g.fill(1, [3, 2]), x))).toEqual([
    "Expand",
  ]);
});

test("ones of a higher rank raise that of the other", () => {
  const { output } = rewrite(neutralOperand, [[3, 2]], (g, x) => binary(g, "Mul", x, g.fill(1, [1, 1, 1])));
  expect(output.shape).toEqual([1, 3, 2]);
});

test("the left operand of an operator that does not commute stays", () => {
  expect(opsAfter(neutralOperand, [[2]], (g, x) => binary(g, "Sub", g.fill(0), x))).toEqual(["Sub"]);
});
