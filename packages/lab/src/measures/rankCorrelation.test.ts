import fc from "fast-check";
import { expect, test } from "vitest";
import { partialRankCorrelation, rankCorrelation } from "./rankCorrelation.js";

test("is Spearman's coefficient, also with equal values", () => {
  // By the textbook's 1 - 6 sum d^2 / n (n^2 - 1), which holds without equal values: d = 1, -1, 1, -1, 0.
  expect(rankCorrelation([1, 2, 3, 4, 5], [20, 10, 400, 300, 500])).toBeCloseTo(1 - (6 * 4) / 120, 12);
  // The correlation of the ranks 1, 2.5, 2.5, 4 with 1, 2, 3, 4.
  expect(rankCorrelation([1, 2, 2, 9], [1, 2, 3, 4])).toBeCloseTo(4.5 / Math.sqrt(4.5 * 5), 12);
});

test("of too few things, or things that are all equal, says nothing", () => {
  expect(rankCorrelation([1, 2], [1, 2])).toBe(null);
  expect(rankCorrelation([1, 1, 1], [1, 2, 3])).toBe(null);
});

test("lies from -1 to 1, is symmetric, and sees order alone", () => {
  const pairs = fc.array(fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: -50, max: 50 })), {
    minLength: 3,
  });
  fc.assert(
    fc.property(pairs, (some) => {
      const [a, b] = [some.map(([x]) => x), some.map(([, y]) => y)];
      const rho = rankCorrelation(a, b);
      if (rho === null) return;
      expect(Math.abs(rho)).toBeLessThan(1 + 1e-12);
      expect(rankCorrelation(b, a)).toBeCloseTo(rho, 12);
      expect(rankCorrelation(a.map(Math.exp), b)).toBeCloseTo(rho, 12);
      expect(
        rankCorrelation(
          a.map((x) => -x),
          b,
        ),
      ).toBeCloseTo(-rho, 12);
    }),
  );
});

test("with a third number held, only what it does not explain is left", () => {
  const [a, b, unrelated] = [
    [1, 2, 3, 4],
    [2, 1, 4, 3],
    [2, 1, 1, 2],
  ];
  expect(rankCorrelation(a!, unrelated!)).toBeCloseTo(0, 12);
  expect(partialRankCorrelation(a!, b!, unrelated!)).toBeCloseTo(0.6, 12);
  // The textbook's (r_ab - r_ac r_bc) / sqrt((1 - r_ac^2) (1 - r_bc^2)) with 0.6, 0.8 and 0.
  expect(partialRankCorrelation(a!, b!, [1, 2, 4, 3])).toBeCloseTo((0.6 - 0.8 * 0.8) / (1 - 0.64), 12);
  expect(partialRankCorrelation(a!, b!, a!)).toBe(null);
});
