import { expect, test } from "vitest";
import { PLAIN } from "../graph/traits.js";
import { transpose } from "../ops/shape.js";
import { opsAfter, rewrite } from "./rules.test.helper.js";
import { transposeInSteps } from "./transposeInSteps.js";

test("filters go from [kh, kw, in, out] to [out, in, kh, kw] in two swaps", () => {
  const { nodes, output } = rewrite(transposeInSteps, [[3, 2, 4, 5]], (g, x) =>
    transpose(g, x, [3, 2, 0, 1]),
  );
  const perms = nodes.filter((node) => node.op === "Transpose").map((node) => node.attributes.perm);
  expect(perms).toEqual([
    [1, 0, 2],
    [1, 0],
  ]);
  expect(output.shape).toEqual([5, 4, 3, 2]);
});

test("but in one go where thousands of threads do it", () => {
  const parallel = { ...PLAIN, massivelyParallel: true };
  const ops = opsAfter(
    transposeInSteps,
    [[3, 2, 4, 5]],
    (g, x) => transpose(g, x, [3, 2, 0, 1]),
    undefined,
    parallel,
  );
  expect(ops).toEqual(["Transpose"]);
});
