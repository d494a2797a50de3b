import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PAPER_BESTS, PAPER_SLOPES } from "../report/normalization/paper.js";
import { bestDecay, budgetSlope } from "./bestDecay.js";

const row = (error: (logDecay: number) => number | null, steps = [-4, -3, -2, -1, 0]) =>
  steps.map((k) => ({ weightDecay: 4 ** k, error: error(k * Math.log(4)) }));

describe("bestDecay", () => {
  test("finds the vertex of a parabola exactly, wherever it lies between the ends", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -3.4, max: -0.6, noNaN: true }),
        fc.double({ min: 0.1, max: 9, noNaN: true }),
        (k, width) => {
          const centre = k * Math.log(4);
          const found = bestDecay(row((x) => 40 + width * (x - centre) ** 2))!;
          expect(Math.log(found.weightDecay!)).toBeCloseTo(centre, 6);
          expect(found.edge).toBeNull();
        },
      ),
    );
  });

  test("also where the steps are not equal, and whatever the order", () => {
    const found = bestDecay(row((x) => (x + 3) ** 2, [0, -5, -2.5, -1, -1.75]))!;
    expect(Math.log(found.weightDecay!)).toBeCloseTo(-3, 9);
  });

  test("stays between the neighbours of the best cell", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 3, maxLength: 7 }), (errors) => {
        const cells = errors.map((error, i) => ({ weightDecay: 2 ** i, error }));
        const best = bestDecay(cells)!;
        const at = errors.indexOf(Math.min(...errors));
        if (best.weightDecay === null) {
          expect([0, errors.length - 1]).toContain(at);
          return;
        }
        expect(best.weightDecay).toBeGreaterThan(2 ** (at - 1));
        expect(best.weightDecay).toBeLessThan(2 ** (at + 1));
      }),
    );
  });

  test("at an end says which, and no more", () => {
    expect(bestDecay(row((x) => x))).toMatchObject({ weightDecay: null, edge: "smallest" });
    expect(bestDecay(row((x) => -x))).toMatchObject({ weightDecay: null, edge: "largest" });
    expect(bestDecay(row(() => 40, [1]))).toMatchObject({ weightDecay: null, edge: "smallest" });
  });

  test("beside a diverged neighbour is the cell itself; of nothing, nothing", () => {
    expect(bestDecay(row((x) => (x > -2 ? null : x)))?.edge).toBe("smallest");
    expect(bestDecay(row((x) => (x > -2 ? null : -x)))).toEqual({
      weightDecay: 4 ** -2,
      error: expect.closeTo(2 * Math.log(4), 12),
      edge: null,
    });
    expect(bestDecay(row(() => null))).toBeNull();
    expect(bestDecay([])).toBeNull();
  });

  test("equal errors all along a row: the first neighbour is as good, so the end it is", () => {
    expect(bestDecay(row(() => 40))?.edge).toBe("smallest");
  });
});

describe("budgetSlope", () => {
  test("of best decays that fall with the root of the updates is -0.5", () => {
    const points = [100, 400, 1600].map((updates) => ({ updates, weightDecay: 0.05 / Math.sqrt(updates) }));
    expect(budgetSlope(points)).toBeCloseTo(-0.5, 12);
    expect(budgetSlope(points.map(({ updates }) => ({ updates, weightDecay: 0.05 })))).toBeCloseTo(0, 12);
  });

  test("needs two lengths", () => {
    expect(budgetSlope([])).toBeNull();
    expect(budgetSlope([{ updates: 100, weightDecay: 0.1 }])).toBeNull();
  });

  test("on the paper's Supplementary Figure 3 is what its rule expects", () => {
    expect(PAPER_SLOPES.raw).toBeCloseTo(-0.5, 12);
    expect(Math.abs(PAPER_SLOPES.normalized!)).toBeLessThan(0.15);
    expect(PAPER_BESTS.normalized.map(({ error }) => error)).toEqual([6.44, 4.0, 3.27]);
    for (const { weightDecay } of PAPER_BESTS.normalized) {
      expect(weightDecay).toBeGreaterThan(0.025);
      expect(weightDecay).toBeLessThan(0.1);
    }
  });
});
