import { expect, test } from "vitest";
import { PLAIN } from "../graph/traits.js";
import { concat, slice, split } from "../ops/shape.js";
import { joinSlices } from "./joinSlices.js";
import { opsAfter } from "./rules.test.helper.js";

test("slices that make up a vector again are the vector", () => {
  const ops = opsAfter(joinSlices, [[9]], (g, x) =>
    concat(g, [slice(g, x, [0], [2]), slice(g, x, [2], [3]), slice(g, x, [3], [9])], 0),
  );
  expect(ops).toEqual([]);
});

test("those that make up a part of it are one slice", () => {
  const ops = opsAfter(joinSlices, [[9]], (g, x) =>
    concat(g, [slice(g, x, [1], [4]), slice(g, x, [4], [8])], 0),
  );
  expect(ops).toEqual(["Slice"]);
});

test.each([
  [
    [0, 2],
    [3, 9],
  ],
  [
    [3, 9],
    [0, 3],
  ],
  [
    [0, 4],
    [3, 9],
  ],
])("slices %j and %j stay", (a, b) => {
  const ops = opsAfter(joinSlices, [[9]], (g, x) =>
    concat(g, [slice(g, x, [a[0]!], [a[1]!]), slice(g, x, [b[0]!], [b[1]!])], 0),
  );
  expect(ops).toEqual(["Slice", "Slice", "Concat"]);
});

test("slices in steps, of two vectors or of matrices stay", () => {
  const steps = opsAfter(joinSlices, [[9]], (g, x) =>
    concat(g, [slice(g, x, [0], [4], [2]), slice(g, x, [4], [9])], 0),
  );
  const two = opsAfter(joinSlices, [[9], [9]], (g, x, y) =>
    concat(g, [slice(g, x, [0], [4]), slice(g, y!, [4], [9])], 0),
  );
  const matrix = opsAfter(joinSlices, [[4, 4]], (g, x) =>
    concat(g, [slice(g, x, [0, 0], [2, 4]), slice(g, x, [2, 0], [4, 4])], 0),
  );
  for (const ops of [steps, two, matrix]) expect(ops).toEqual(["Slice", "Slice", "Concat"]);
});

test("pieces of a split, and of slices of it, are what they were cut from", () => {
  const sizes = [3, 1, 2, 4, 1, 1, 5, 2, 3];
  const traits = { ...PLAIN, massivelyParallel: true };
  const build = (from: number) =>
    opsAfter(joinSlices, [[22]], (g, x) => concat(g, split(g, x, sizes).slice(from), 0), undefined, traits);
  expect(build(0)).toEqual([]);
  expect(build(2)).toEqual(["Slice"]);
});
