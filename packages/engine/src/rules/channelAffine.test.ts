import { expect, test } from "vitest";
import { PLAIN, type Traits } from "../graph/traits.js";
import { binary } from "../ops/elementwise.js";
import { reshape } from "../ops/shape.js";
import { channelAffine } from "./channelAffine.js";
import { FINITE, rewrite } from "./rules.test.helper.js";

const IMAGES = [2, 3, 4, 4];

test.each(["Add", "Sub", "Mul"])("%s of one number per channel is a pass of BatchNormalization", (op) => {
  const { ops, output } = rewrite(
    channelAffine,
    [IMAGES, [3]],
    (g, x, a) => binary(g, op, x, reshape(g, a, [1, 3, 1, 1])),
    op === "Mul" ? FINITE : undefined,
  );
  expect(ops.at(-1)).toBe("BatchNormalization");
  expect(output.shape).toEqual(IMAGES);
});

test("what is taken off is negated first, but where thousands of threads share an operator", () => {
  const opsOn = (traits: Traits) =>
    rewrite(
      channelAffine,
      [IMAGES, [3]],
      (g, x, a) => binary(g, "Sub", x, reshape(g, a!, [1, 3, 1, 1])),
      undefined,
      traits,
    ).ops;
  expect(opsOn(PLAIN)).toContain("Neg");
  expect(opsOn({ ...PLAIN, massivelyParallel: true })).not.toContain("Neg");
});

test.each([
  [
    [3, 4, 5],
    [1, 3, 1, 1],
  ],
  [
    [3, 4, 5],
    [1, 1, 4, 1],
  ],
  [
    [4, 5],
    [1, 4, 1, 1],
  ],
  [[1, 3, 1, 1], IMAGES],
  [IMAGES, [3, 1, 1]],
])("shapes %j and %j, either first: images have the result's shape, or it stays", (a, b) => {
  for (const op of ["Add", "Sub", "Mul"]) {
    rewrite(channelAffine, [a, b], (g, x, y) => binary(g, op, x, y), FINITE);
    rewrite(channelAffine, [b, a], (g, x, y) => binary(g, op, x, y), FINITE);
  }
  const fires = a.length === 4;
  const { ops } = rewrite(channelAffine, [a, b], (g, x, y) => binary(g, "Mul", x, y), FINITE);
  expect(ops.includes("BatchNormalization")).toBe(fires);
});

test("scalars, vectors along other axes and vectors over images stay as they are", () => {
  expect(rewrite(channelAffine, [IMAGES], (g, x) => binary(g, "Mul", x, g.fill(2))).ops).toEqual(["Mul"]);
  expect(rewrite(channelAffine, [IMAGES, [4]], (g, x, a) => binary(g, "Mul", x, a)).ops).toEqual(["Mul"]);
  const pixels = [2, 3, 1, 1];
  expect(rewrite(channelAffine, [pixels, pixels], (g, x, a) => binary(g, "Mul", x, a)).ops).toEqual(["Mul"]);
});
