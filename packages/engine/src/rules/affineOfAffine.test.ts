import { expect, test } from "vitest";
import { channelAffine } from "../ops/convolution.js";
import { unary } from "../ops/elementwise.js";
import { concat } from "../ops/shape.js";
import { affineOfAffine } from "./affineOfAffine.js";
import { rewrite } from "./rules.test.helper.js";

const SHAPES = [[2, 3, 4, 4], [3], [3], [3], [3]];
const passes = (ops: readonly string[]) => ops.filter((op) => op === "BatchNormalization").length;

test("two passes over the channels in a row are one", () => {
  const { ops } = rewrite(affineOfAffine, SHAPES, (g, x, a, b, c, d) =>
    channelAffine(g, channelAffine(g, x, a!, b!), c!, d!),
  );
  expect(ops).toEqual(["Mul", "Mul", "Add", "BatchNormalization"]);
});

test("a pass without shift adds nothing to the next", () => {
  const { ops } = rewrite(affineOfAffine, SHAPES, (g, x, a, _, c, d) =>
    channelAffine(g, channelAffine(g, x, a!, g.fill(0, [3])), c!, d!),
  );
  expect(ops).toEqual(["Mul", "BatchNormalization"]);
});

test("a pass that others read as well is left to them", () => {
  const { ops } = rewrite(affineOfAffine, SHAPES, (g, x, a, b, c, d) => {
    const first = channelAffine(g, x, a!, b!);
    return concat(g, [channelAffine(g, first, c!, d!), unary(g, "Exp", first)], 1);
  });
  expect(passes(ops)).toBe(2);
});

test("of what is taken off before scaling, the first part stays so", () => {
  const { ops } = rewrite(affineOfAffine, [...SHAPES, [3], [3]], (g, x, a, b, c, d, m, n) =>
    channelAffine(g, channelAffine(g, x, a!, b!, m!), c!, d!, n!),
  );
  expect(ops).toEqual(["Mul", "Sub", "Mul", "Add", "BatchNormalization"]);
});
