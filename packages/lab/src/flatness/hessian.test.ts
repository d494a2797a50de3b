import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hessianTrace } from "./hessianTrace.js";
import { hessianVectorProduct } from "./hessianVectorProduct.js";
import type { LossFunction } from "./lossFunction.js";
import { symmetric, vectorOf } from "./testing/arbitrary.js";
import { logisticRegression } from "./testing/logisticRegression.js";
import { flat, inner, named, quadratic, times, withEigenvalues } from "./testing/quadratic.js";
import { topEigenvalue, topEigenvalues } from "./topEigenvalues.js";

const SIZE = 4;
const problem = fc.record({ h: symmetric(SIZE), b: vectorOf(SIZE), w: vectorOf(SIZE), v: vectorOf(SIZE) });
const ZERO = [0, 0, 0, 0];

/** Matrices with eigenvalues of either sign whose magnitudes fall by at least a fifth from one to the next. */
const spectrum = fc
  .record({
    largest: fc.double({ min: 0.1, max: 100, noNaN: true }),
    falls: fc.array(fc.double({ min: 0.3, max: 0.8, noNaN: true }), {
      minLength: SIZE - 1,
      maxLength: SIZE - 1,
    }),
    signs: fc.array(fc.constantFrom(-1, 1), { minLength: SIZE, maxLength: SIZE }),
    mirrors: fc.array(vectorOf(SIZE), { minLength: 2, maxLength: 2 }),
  })
  .map(({ largest, falls, signs, mirrors }) => {
    const sizes = [largest];
    for (const fall of falls) sizes.push(sizes.at(-1)! * fall);
    const eigenvalues = sizes.map((size, i) => size * signs[i]!);
    return { eigenvalues, h: withEigenvalues(eigenvalues, mirrors) };
  });

const logistic = logisticRegression(200, 5);
const logisticWeights = {
  "layer/kernel": Float32Array.of(0.6, -0.5, 0.1, 0, 0.2),
  "layer/bias": Float32Array.of(-0.1),
};

describe("Hessian times a vector", () => {
  test("is exact for a quadratic in float64, wherever it is taken", async () => {
    await fc.assert(
      fc.asyncProperty(problem, async ({ h, b, w, v }) => {
        fc.pre(Math.hypot(...w) > 1e-3);
        const product = flat(await hessianVectorProduct(quadratic(h, b), named(w), named(v)));
        times(h, v).forEach((expected, i) => {
          expect(product[i]).toBeCloseTo(expected, 6);
        });
      }),
    );
  });

  test("is right to a hundredth in float32", async () => {
    const v = [0.3, -1, 2, 0.5, 0.1, -0.7];
    const product = flat(await hessianVectorProduct(logistic, logisticWeights, named(v)));
    const expected = times(logistic.hessian(logisticWeights), v);
    const off = Math.hypot(...product.map((value, i) => value - expected[i]!));
    expect(off / Math.hypot(...expected)).toBeLessThan(0.01);
  });

  test("is there at weights of zero, and zero for a vector of zero", async () => {
    const f = quadratic(withEigenvalues([1, 2, 3, 4], []), ZERO);
    const ahead = flat(await hessianVectorProduct(f, named(ZERO), named([1, 1, 1, 1])));
    [1, 2, 3, 4].forEach((expected, i) => {
      expect(ahead[i]).toBeCloseTo(expected, 9);
    });
    expect(flat(await hessianVectorProduct(f, named(ZERO), named(ZERO)))).toEqual(ZERO);
  });

  test("leaves weights alone that the gradient does not name, and copies gradients that are reused", async () => {
    const reused = new Float64Array(1);
    const seen: number[] = [];
    const f: LossFunction = {
      loss: async () => 0,
      async gradient(weights) {
        seen.push(weights["bn/mean"]![0]!);
        reused[0] = 3 * weights["a/kernel"]![0]!;
        return { loss: 0, gradient: { "a/kernel": reused } };
      },
    };
    const weights = { "a/kernel": Float64Array.of(2), "bn/mean": Float64Array.of(7) };
    const product = await hessianVectorProduct(f, weights, { "a/kernel": Float64Array.of(1) });
    expect(product["a/kernel"]![0]).toBeCloseTo(3, 9);
    expect((await topEigenvalue(f, weights)).value).toBeCloseTo(3, 9);
    expect(new Set(seen)).toEqual(new Set([7]));
  });

  test("refuses vectors that do not fit, and gradients that are not finite", async () => {
    const f = quadratic(withEigenvalues([1, 1], []), [0, 0]);
    const at = named([1, 1]);
    await expect(hessianVectorProduct(f, at, { other: Float64Array.of(1) })).rejects.toThrow(
      'direction must fit the weights; its "other" has 1 numbers, that of the weights none',
    );
    await expect(hessianVectorProduct(f, at, { "layer/bias": Float64Array.of(1) })).rejects.toThrow(
      "vector must have the tensors of the gradient, layer/bias, layer/kernel; got layer/bias",
    );
    await expect(hessianVectorProduct(f, named([Number.NaN, 1]), named([1, 1]))).rejects.toThrow(
      "must be finite",
    );
    await expect(hessianVectorProduct(f, at, at, { relativeStep: -1 })).rejects.toThrow(
      "relativeStep must be a number above 0; got -1",
    );
  });
});

describe("top eigenvalues", () => {
  // The same starts every time: one that holds next to nothing of an eigenvector, as few do, would not find it.
  const SAME = { seed: 1 };
  const strict = { tolerance: 1e-9, maximumIterations: 1000 };

  test("the first is right to a thousandth, of either sign", async () => {
    await fc.assert(
      fc.asyncProperty(spectrum, fc.nat(1000), async ({ h, eigenvalues }, seed) => {
        const top = await topEigenvalue(quadratic(h, ZERO), named([1, 1, 1, 1]), { seed, ...strict });
        expect(top.converged).toBe(true);
        expect(Math.abs(top.value / eigenvalues[0]! - 1)).toBeLessThan(1e-3);
      }),
      SAME,
    );
  });

  test("deflation finds them all, with eigenvectors", async () => {
    await fc.assert(
      fc.asyncProperty(spectrum, async ({ h, eigenvalues }) => {
        const found = await topEigenvalues(quadratic(h, ZERO), named([1, 1, 1, 1]), SIZE, strict);
        found.forEach(({ value, vector }, i) => {
          expect(Math.abs(value / eigenvalues[i]! - 1)).toBeLessThan(1e-3);
          const v = flat(vector);
          expect(inner(v, v)).toBeCloseTo(1, 9);
          const off = times(h, v).map((hv, j) => (hv - value * v[j]!) / eigenvalues[0]!);
          expect(Math.hypot(...off)).toBeLessThan(1e-3);
        });
      }),
      { ...SAME, numRuns: 40 },
    );
  });

  test("of logistic regression in float32, as the Hessian from the formula has it", async () => {
    const exact = quadratic(logistic.hessian(logisticWeights), [0, 0, 0, 0, 0, 0]);
    const expected = await topEigenvalue(exact, named([1, 1, 1, 1, 1, 1]), strict);
    const { value, converged } = await topEigenvalue(logistic, logisticWeights);
    expect(converged).toBe(true);
    expect(value / expected.value).toBeCloseTo(1, 2);
  });

  test("is 0 of a linear loss, says when it has not converged, and comes out the same again", async () => {
    const at = named([1, 1, 1, 1]);
    expect(await topEigenvalue(quadratic(withEigenvalues(ZERO, []), ZERO), at)).toMatchObject({
      value: 0,
      converged: true,
    });
    const close = quadratic(withEigenvalues([1, 0.99, 0.98, 0.5], []), ZERO);
    const hasty = { maximumIterations: 3, tolerance: 1e-9 };
    const first = await topEigenvalue(close, at, hasty);
    expect(first).toMatchObject({ iterations: 3, converged: false });
    expect(first.value).toBeLessThan(1);
    expect(await topEigenvalue(close, at, hasty)).toEqual(first);
    expect((await topEigenvalue(close, at, { ...hasty, seed: 2 })).value).not.toBe(first.value);
  });

  test("refuses more eigenvalues than there are weights", async () => {
    const f = quadratic(withEigenvalues([1, 2], []), [0, 0]);
    await expect(topEigenvalues(f, named([1, 1]), 3)).rejects.toThrow(
      "count must be at most 2, the number of trained weights; got 3",
    );
    await expect(topEigenvalues(f, named([1, 1]), 0)).rejects.toThrow(
      "count must be an integer of at least 1; got 0",
    );
  });
});

describe("trace of the Hessian", () => {
  const trace = (h: readonly (readonly number[])[]) => h.reduce((sum, row, i) => sum + row[i]!, 0);

  test("is right in expectation, with an honest standard error", async () => {
    await fc.assert(
      fc.asyncProperty(problem, fc.nat(1000), async ({ h, b, w }, seed) => {
        fc.pre(Math.hypot(...w) > 1e-3);
        const options = { seed, tolerance: 0, maximumSamples: 400 };
        const { mean, standardError, samples } = await hessianTrace(quadratic(h, b), named(w), options);
        fc.pre(samples === 400);
        // The variance of v'Hv is twice the sum of the squares off the diagonal.
        const variance = 2 * h.reduce((sum, row, i) => sum + inner(row, row) - row[i]! ** 2, 0);
        expect(Math.abs(mean - trace(h))).toBeLessThan(6 * Math.sqrt(variance / 400) + 1e-6);
        expect(standardError).toBeLessThan(1.5 * Math.sqrt(variance / 400) + 1e-6);
        expect(standardError).toBeGreaterThan(0.5 * Math.sqrt(variance / 400) - 1e-6);
      }),
      { numRuns: 30 },
    );
  });

  test("is exact, and soon known, where the Hessian is diagonal", async () => {
    const result = await hessianTrace(
      quadratic(withEigenvalues([1, -2, 3, 4], []), ZERO),
      named([1, 1, 1, 1]),
    );
    expect(result.mean).toBeCloseTo(6, 8);
    expect(result.samples).toBe(4);
    expect(result.standardError).toBeLessThan(1e-8);
  });

  test("of logistic regression in float32, as the Hessian from the formula has it", async () => {
    const { mean, standardError } = await hessianTrace(logistic, logisticWeights);
    const expected = trace(logistic.hessian(logisticWeights));
    expect(Math.abs(mean - expected)).toBeLessThan(4 * standardError + 0.01 * expected);
  });

  test("refuses a single sample, which has no error", async () => {
    const f = quadratic(withEigenvalues([1], []), [0]);
    await expect(hessianTrace(f, named([1]), { maximumSamples: 1 })).rejects.toThrow(
      "maximumSamples must be an integer of at least 2; got 1",
    );
  });
});
