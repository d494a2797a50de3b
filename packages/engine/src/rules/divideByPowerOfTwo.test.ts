import { expect, test } from "vitest";
import { binary } from "../ops/elementwise.js";
import { divideByPowerOfTwo } from "./divideByPowerOfTwo.js";
import { opsAfter } from "./rules.test.helper.js";

test.each([4, -0.5, 1, 2 ** 126, 2 ** -126])("division by %d is multiplication", (divisor) => {
  expect(opsAfter(divideByPowerOfTwo, [[2]], (g, x) => binary(g, "Div", x, g.fill(divisor)))).toEqual([
    "Mul",
  ]);
});

test.each([41, 0.1, 0, -0, 2 ** 127, 2 ** -127, Number.POSITIVE_INFINITY, Number.NaN])(
  "division by %d, whose reciprocal is not exact or not normal, stays",
  (divisor) => {
    expect(opsAfter(divideByPowerOfTwo, [[2]], (g, x) => binary(g, "Div", x, g.fill(divisor)))).toEqual([
      "Div",
    ]);
  },
);

test("division of a constant, and by a larger one, stays", () => {
  const stays = (build: Parameters<typeof opsAfter>[2]) => expect(opsAfter(divideByPowerOfTwo, [[2]], build));
  stays((g, x) => binary(g, "Div", g.fill(4), x)).toEqual(["Div"]);
  stays((g, x) => binary(g, "Div", x, g.fill(4, [3, 2]))).toEqual(["Div"]);
});

test("a divisor of another rank makes the result one of that rank", () => {
  expect(opsAfter(divideByPowerOfTwo, [[2]], (g, x) => binary(g, "Div", x, g.fill(4, [1, 1])))).toEqual([
    "Mul",
  ]);
});
