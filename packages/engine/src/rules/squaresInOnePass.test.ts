import { expect, test } from "vitest";
import { PLAIN } from "../graph/traits.js";
import { binary } from "../ops/elementwise.js";
import { reduce } from "../ops/reduce.js";
import { opsAfter } from "./rules.test.helper.js";
import { squaresInOnePass } from "./squaresInOnePass.js";

const PARALLEL = { ...PLAIN, massivelyParallel: true };

test("a sum of squares is one operator where thousands of threads share it", () => {
  for (const keepDims of [true, false]) {
    const ops = opsAfter(
      squaresInOnePass,
      [[2, 3, 4]],
      (g, x) => reduce(g, "ReduceSum", binary(g, "Mul", x, x), [0, 2], keepDims),
      undefined,
      PARALLEL,
    );
    expect(ops).toEqual(["ReduceSumSquare"]);
  }
});

test("elsewhere it stays, and so do squares that others read and products of two", () => {
  const sum = (traits = PARALLEL, other = 0) =>
    opsAfter(
      squaresInOnePass,
      [
        [3, 4],
        [3, 4],
      ],
      (g, ...xs) => {
        const squares = binary(g, "Mul", xs[0]!, xs[other]!);
        return binary(g, "Add", reduce(g, "ReduceSum", squares, [1], true), g.fill(1));
      },
      undefined,
      traits,
    );
  expect(sum(PLAIN)).toEqual(["Mul", "ReduceSum", "Add"]);
  expect(sum(PARALLEL, 1)).toEqual(["Mul", "ReduceSum", "Add"]);
  const read = opsAfter(
    squaresInOnePass,
    [[3, 4]],
    (g, x) => {
      const squares = binary(g, "Mul", x, x);
      return binary(g, "Add", reduce(g, "ReduceSum", squares, [1], true), squares);
    },
    undefined,
    PARALLEL,
  );
  expect(read).toEqual(["Mul", "ReduceSum", "Add"]);
});
