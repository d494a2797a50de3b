import { expect, test } from "vitest";
import { reshape, transpose } from "../ops/shape.js";
import { mergeMoves } from "./mergeMoves.js";
import { opsAfter, rewrite } from "./rules.test.helper.js";

test("reshapes in a row are one, or none when they cancel", () => {
  const once = opsAfter(mergeMoves, [[6]], (g, x) => reshape(g, reshape(g, x, [2, 3]), [3, 2]));
  expect(once).toEqual(["Reshape"]);
  expect(opsAfter(mergeMoves, [[6]], (g, x) => reshape(g, reshape(g, x, [2, 3]), [6]))).toEqual([]);
});

test("transpositions in a row are one, or none when they cancel", () => {
  const { nodes } = rewrite(mergeMoves, [[2, 3, 4]], (g, x) =>
    transpose(g, transpose(g, x, [1, 2, 0]), [0, 2, 1]),
  );
  expect(nodes.map((node) => node.attributes)).toEqual([{ perm: [1, 0, 2] }]);
  const none = opsAfter(mergeMoves, [[2, 3, 4]], (g, x) =>
    transpose(g, transpose(g, x, [1, 2, 0]), [2, 0, 1]),
  );
  expect(none).toEqual([]);
});
