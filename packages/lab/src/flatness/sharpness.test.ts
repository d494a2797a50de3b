import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { adaptiveSharpness } from "./adaptiveSharpness.js";
import { mSharpness } from "./mSharpness.js";
import { samSharpness } from "./samSharpness.js";
import { symmetric, vectorOf } from "./testing/arbitrary.js";
import { logisticRegression } from "./testing/logisticRegression.js";
import { inner, named, quadratic, times, withEigenvalues } from "./testing/quadratic.js";

const SIZE = 4;
const problem = fc.record({ h: symmetric(SIZE), b: vectorOf(SIZE), w: vectorOf(SIZE) });
const radius = fc.double({ min: 0.01, max: 2, noNaN: true });

const diagonal = (...values: number[]) => withEigenvalues(values, []);

/** How much w'Hw/2 + b'w rises by the step e: g'e + e'He/2. */
const rise = (h: readonly (readonly number[])[], g: number[], e: number[]) =>
  inner(g, e) + inner(e, times(h, e)) / 2;

describe("SAM's sharpness", () => {
  test("of a quadratic is rho |g| + rho^2 g'Hg / 2|g|^2", async () => {
    await fc.assert(
      fc.asyncProperty(problem, radius, async ({ h, b, w }, rho) => {
        const g = times(h, w).map((value, i) => value + b[i]!);
        const square = inner(g, g);
        fc.pre(square > 1e-6);
        const expected = rho * Math.sqrt(square) + (rho ** 2 * inner(g, times(h, g))) / square / 2;
        expect(await samSharpness(quadratic(h, b), named(w), { rho })).toBeCloseTo(expected, 6);
      }),
    );
  });

  test("takes 0.05 for rho, and is 0 where there is no gradient", async () => {
    expect(await samSharpness(quadratic([[0]], [2]), named([1]))).toBeCloseTo(0.1, 10);
    expect(await samSharpness(quadratic([[3]], [0]), named([0]))).toBe(0);
  });

  test("refuses a radius that is none", async () => {
    await expect(samSharpness(quadratic([[1]], [0]), named([1]), { rho: 0 })).rejects.toThrow(
      "rho must be a number above 0; got 0",
    );
  });
});

describe("m-sharpness", () => {
  test("is the mean over the shards, and never less than the sharpness of their mean", async () => {
    // Linear losses b'w: the sharpness of each is rho |b|.
    const linear = (...b: number[]) => quadratic(diagonal(0, 0), b);
    const options = { rho: 0.1 };
    expect(await mSharpness([linear(3, 4), linear(0, -1)], named([1, 2]), options)).toBeCloseTo(0.3, 9);
    expect(await samSharpness(linear(1.5, 1.5), named([1, 2]), options)).toBeLessThan(0.3);
  });

  test("refuses no shards", async () => {
    await expect(mSharpness([], named([1]))).rejects.toThrow("shards must hold at least one loss; got none");
  });
});

describe("adaptive sharpness", () => {
  test("of a quadratic is that of the step rho T^2 g / |T g|", async () => {
    await fc.assert(
      fc.asyncProperty(problem, radius, fc.constantFrom(0, 0.01), async ({ h, b, w }, rho, eta) => {
        const g = times(h, w).map((value, i) => value + b[i]!);
        const t = w.map((value) => Math.abs(value) + eta);
        const length = Math.hypot(...g.map((value, i) => t[i]! * value));
        fc.pre(length > 1e-3);
        const e = g.map((value, i) => (rho * t[i]! ** 2 * value) / length);
        expect(await adaptiveSharpness(quadratic(h, b), named(w), { rho, eta })).toBeCloseTo(
          rise(h, g, e),
          6,
        );
      }),
    );
  });

  test("does not change when the weights are scaled and the loss stays the same; SAM's does", async () => {
    const scales = fc.double({ min: 0.2, max: 5, noNaN: true });
    await fc.assert(
      fc.asyncProperty(problem, scales, async ({ h, b, w }, scale) => {
        // The second loss says of `scale w` what the first says of w.
        const hessian = (unit: number) => h.map((row) => row.map((v) => v / unit ** 2));
        const linear = (unit: number) => b.map((v) => v / unit);
        const here = await adaptiveSharpness(quadratic(hessian(1), linear(1)), named(w));
        const there = await adaptiveSharpness(
          quadratic(hessian(scale), linear(scale)),
          named(w.map((value) => value * scale)),
        );
        expect(there).toBeCloseTo(here, 6);
      }),
    );
    const large = await samSharpness(quadratic(diagonal(1, 0), [1, 0]), named([1, 0]));
    const small = await samSharpness(quadratic(diagonal(100, 0), [10, 0]), named([0.1, 0]));
    expect(small / large).toBeGreaterThan(5);
  });

  test("refuses an eta below 0", async () => {
    await expect(adaptiveSharpness(quadratic([[1]], [0]), named([1]), { eta: -1 })).rejects.toThrow(
      "eta must be a number of at least 0; got -1",
    );
  });
});

test("a convex loss, logistic regression, rises more than four times as far at four times the distance", async () => {
  const f = logisticRegression(200, 3);
  const weights = { "layer/kernel": Float32Array.of(0.3, -0.2, 0.1), "layer/bias": Float32Array.of(0) };
  const near = await samSharpness(f, weights, { rho: 0.05 });
  expect(near).toBeGreaterThan(0);
  expect(await samSharpness(f, weights, { rho: 0.2 })).toBeGreaterThan(4 * near);
});
