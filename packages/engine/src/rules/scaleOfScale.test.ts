import { expect, test } from "vitest";
import { binary } from "../ops/elementwise.js";
import { rewrite } from "./rules.test.helper.js";
import { scaleOfScale } from "./scaleOfScale.js";

test("two factors smaller than the tensor are multiplied first", () => {
  const { nodes } = rewrite(scaleOfScale, [[8, 3], [3], [3]], (g, x, a, b) =>
    binary(g, "Mul", binary(g, "Mul", x, a), b),
  );
  expect(nodes.map((node) => node.outputs[0]!.shape)).toEqual([[3], [8, 3]]);
});

test("factors that together span the tensor stay apart", () => {
  const { nodes } = rewrite(scaleOfScale, [[8, 3], [8, 1], [3]], (g, x, a, b) =>
    binary(g, "Mul", binary(g, "Mul", x, a), b),
  );
  expect(nodes.map((node) => node.outputs[0]!.shape)).toEqual([
    [8, 3],
    [8, 3],
  ]);
});
