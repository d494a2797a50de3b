import { expect, test } from "vitest";
import { binary } from "../ops/elementwise.js";
import { divideByConstant } from "./divideByConstant.js";
import { opsAfter } from "./rules.test.helper.js";

test("division by a constant is multiplication", () => {
  expect(opsAfter(divideByConstant, [[2]], (g, x) => binary(g, "Div", x, g.fill(4)))).toEqual(["Mul"]);
});

test("division by zero, and of a constant, stay", () => {
  expect(opsAfter(divideByConstant, [[2]], (g, x) => binary(g, "Div", x, g.fill(0)))).toEqual(["Div"]);
  expect(opsAfter(divideByConstant, [[2]], (g, x) => binary(g, "Div", g.fill(4), x))).toEqual(["Div"]);
});
