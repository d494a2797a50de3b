import { expect, test } from "vitest";
import { PAPER_SCALES, SMALL_BUDGET_SCALES } from "./scale.js";
import { type Scaled, scalesFor } from "./scalesFor.js";
import { trialWith } from "./testing/trialWith.js";

const of = (classes: number, more: Partial<Scaled> = {}) =>
  scalesFor(SMALL_BUDGET_SCALES, { task: { classes }, trials: [], ...more });

test("of ten classes the scales are as planned, of others as chance has them", () => {
  expect(of(10)).toEqual(SMALL_BUDGET_SCALES);
  expect(of(2)).toEqual({
    error: { saturation: { at: 44.44, value: 50 }, tolerance: 1.667 },
    loss: { saturation: { at: 0.6623, value: expect.closeTo(Math.LN2, 4) }, tolerance: 0.0301 },
  });
  expect(of(100).error.saturation).toEqual({ at: 88, value: 99 });
  expect(of(100, { error: "top-5" }).error.saturation).toEqual({ at: 84.44, value: 95 });
  expect(scalesFor(PAPER_SCALES, { task: { classes: 2 }, trials: [] })).toBe(PAPER_SCALES);
});

test("of no classes they are what the results span, which says nothing before there are some", () => {
  const errors = [1000, 1100, 1200, 1300, 1400, 1e6];
  const trials = errors.map((error, i) => trialWith(0.001 * (i + 1), 0.1, error));
  const { error, loss } = of(0, { trials: [...trials, trialWith(1, 0.1, null)] });
  expect(error).toEqual({ saturation: { at: 1750, value: 2000 }, tolerance: 83.33 });
  expect(loss.tolerance).toBeCloseTo(error.tolerance / 40, 2);
  expect(of(0)).toEqual(SMALL_BUDGET_SCALES);
  expect(of(0, { trials: [trialWith(0.1, 0.1, 1000)] })).toEqual(SMALL_BUDGET_SCALES);
});
