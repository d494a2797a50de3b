import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { spectralDensity } from "./spectralDensity.js";
import { symmetric, vectorOf } from "./testing/arbitrary.js";
import { logisticRegression } from "./testing/logisticRegression.js";
import { inner, named, quadratic, withEigenvalues } from "./testing/quadratic.js";
import { topEigenvalue } from "./topEigenvalues.js";
import { tridiagonalEigenvalues } from "./tridiagonalEigenvalues.js";

describe("eigenvalues of a tridiagonal matrix", () => {
  test("of the discrete second derivative are those of the formula", () => {
    const size = 100;
    const found = tridiagonalEigenvalues(new Array(size).fill(2), new Array(size - 1).fill(-1));
    found.forEach(({ eigenvalue, first }, i) => {
      const angle = ((i + 1) * Math.PI) / (size + 1);
      expect(eigenvalue).toBeCloseTo(2 - 2 * Math.cos(angle), 12);
      expect(first ** 2).toBeCloseTo((2 / (size + 1)) * Math.sin(angle) ** 2, 12);
    });
  });

  test("keep the moments: of T's powers, the numbers in the first row and column", () => {
    fc.assert(
      fc.property(vectorOf(5), vectorOf(4), (diagonal, beside) => {
        const found = tridiagonalEigenvalues(diagonal, beside);
        const moment = (power: number) =>
          found.reduce((sum, { eigenvalue, first }) => sum + first ** 2 * eigenvalue ** power, 0);
        expect(moment(0)).toBeCloseTo(1, 10);
        expect(moment(1)).toBeCloseTo(diagonal[0]!, 10);
        expect(moment(2)).toBeCloseTo(diagonal[0]! ** 2 + beside[0]! ** 2, 10);
        const sum = found.reduce((total, { eigenvalue }) => total + eigenvalue, 0);
        expect(sum).toBeCloseTo(
          diagonal.reduce((total, value) => total + value, 0),
          10,
        );
      }),
    );
  });

  test("of one number is that number", () => {
    expect(tridiagonalEigenvalues([7], [])).toEqual([{ eigenvalue: 7, first: 1 }]);
  });
});

describe("spectral density", () => {
  const ones = named([1, 1, 1, 1, 1, 1]);

  test("with as many steps as weights, the nodes are the eigenvalues", async () => {
    const eigenvalues = [-3, -0.5, 0.2, 1, 4, 10];
    const h = withEigenvalues(eigenvalues, [
      [1, 2, -1, 0.5, 0.3, 1],
      [0.2, -1, 0.7, 1, -2, 0.4],
    ]);
    const nodes = await spectralDensity(quadratic(h, [0, 0, 0, 0, 0, 0]), ones);
    nodes.forEach(({ eigenvalue }, i) => {
      expect(eigenvalue).toBeCloseTo(eigenvalues[i]!, 6);
    });
  });

  test("weights make 1, and over many runs the mean node is the mean eigenvalue", async () => {
    await fc.assert(
      fc.asyncProperty(symmetric(6), async (h) => {
        const nodes = await spectralDensity(quadratic(h, [0, 0, 0, 0, 0, 0]), ones, { steps: 3, runs: 200 });
        const total = nodes.reduce((sum, { weight }) => sum + weight, 0);
        expect(total).toBeCloseTo(1, 10);
        const mean = nodes.reduce((sum, { weight, eigenvalue }) => sum + weight * eigenvalue, 0);
        const trace = h.reduce((sum, row, i) => sum + row[i]!, 0);
        const variance = 2 * h.reduce((sum, row, i) => sum + inner(row, row) - row[i]! ** 2, 0);
        expect(Math.abs(mean - trace / 6)).toBeLessThan(6 * Math.sqrt(variance / 36 / 200) + 1e-6);
      }),
      { numRuns: 10 },
    );
  });

  test("of logistic regression in float32: nothing below zero, the last node the top eigenvalue", async () => {
    const f = logisticRegression(200, 5);
    const weights = {
      "layer/kernel": Float32Array.of(0.6, -0.5, 0.1, 0, 0.2),
      "layer/bias": Float32Array.of(-0.1),
    };
    const nodes = await spectralDensity(f, weights);
    expect(nodes[0]!.eigenvalue).toBeGreaterThan(0);
    const top = await topEigenvalue(f, weights, { tolerance: 1e-6 });
    expect(nodes.at(-1)!.eigenvalue / top.value).toBeCloseTo(1, 2);
  });

  test("of a Hessian of zero is one node at zero", async () => {
    const f = quadratic(withEigenvalues([0, 0], []), [0, 0]);
    expect(await spectralDensity(f, named([1, 1]))).toEqual([{ eigenvalue: 0, weight: 1 }]);
  });

  test("refuses no steps", async () => {
    const f = quadratic(withEigenvalues([1, 1], []), [0, 0]);
    await expect(spectralDensity(f, named([1, 1]), { steps: 0 })).rejects.toThrow(
      "steps must be an integer of at least 1; got 0",
    );
  });
});
