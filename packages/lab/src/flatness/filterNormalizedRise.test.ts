import { expect, test } from "vitest";
import { filterNormalizedRise } from "./filterNormalizedRise.js";
import type { Weights } from "./lossFunction.js";

const shapes = { "layer/kernel": [2, 2], "layer/bias": [2] };
const weights = { "layer/kernel": Float64Array.of(1, -2, 0.5, 3), "layer/bias": Float64Array.of(4, 5) };
const squares = 1 + 4 + 0.25 + 9;

test("in a round bowl is half the curvature times the squared distance, whatever the directions", async () => {
  const loss = async (at: Weights) => {
    const kernel = Array.from(at["layer/kernel"]!);
    return (
      3 * kernel.reduce((sum, w, i) => sum + (w - weights["layer/kernel"][i]!) ** 2, 0) +
      at["layer/bias"]![0]!
    );
  };
  const options = { distance: 0.2, directions: 3 };
  expect(await filterNormalizedRise({ loss }, weights, shapes, options)).toBeCloseTo(3 * 0.04 * squares, 9);
});

test("does not change where filters are scaled that a normalization follows", async () => {
  /** Depends on each column of the kernel only up to its length. */
  const loss = async (at: Weights) => {
    const [a, b, c, d] = at["layer/kernel"]! as Float64Array;
    return (a! - c!) ** 2 / (a! ** 2 + c! ** 2) + (b! * d!) / (b! ** 2 + d! ** 2);
  };
  const scaled = { ...weights, "layer/kernel": Float64Array.of(10, -0.2, 5, 0.3) };
  const rise = await filterNormalizedRise({ loss }, weights, shapes);
  expect(rise).not.toBe(0);
  expect(await filterNormalizedRise({ loss }, scaled, shapes)).toBeCloseTo(rise, 9);
});

test("names what is out of range", async () => {
  const f = { loss: async () => 0 };
  await expect(filterNormalizedRise(f, weights, shapes, { distance: 0 })).rejects.toThrow(
    "distance must be a number above 0; got 0",
  );
  await expect(filterNormalizedRise(f, weights, shapes, { directions: 0 })).rejects.toThrow(
    "directions must be an integer of at least 1; got 0",
  );
});
