import { expect, test } from "vitest";
import { reduce } from "../ops/reduce.js";
import { reduceInSteps } from "./reduceInSteps.js";
import { rewrite } from "./rules.test.helper.js";

test("a reduction to channels goes over the image first, then over the batch", () => {
  const { nodes, output } = rewrite(reduceInSteps, [[8, 3, 4, 4]], (g, x) =>
    reduce(g, "ReduceSum", x, [0, 2, 3]),
  );
  expect(nodes.map((node) => node.attributes.axes)).toEqual([[2, 3], [0]]);
  expect(output.shape).toEqual([3]);
});

test("kept axes are put back at the end", () => {
  const { output } = rewrite(reduceInSteps, [[8, 3, 4, 4]], (g, x) =>
    reduce(g, "ReduceMean", x, [0, 2, 3], true),
  );
  expect(output.shape).toEqual([1, 3, 1, 1]);
});

test("reductions on one side, and sums of squares, stay", () => {
  expect(rewrite(reduceInSteps, [[8, 3, 4]], (g, x) => reduce(g, "ReduceSum", x, [1, 2])).ops).toHaveLength(
    1,
  );
  const squares = rewrite(reduceInSteps, [[8, 3, 4]], (g, x) => reduce(g, "ReduceSumSquare", x, [0, 2]));
  expect(squares.ops).toHaveLength(1);
});
