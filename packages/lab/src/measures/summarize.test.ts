import { describe, expect, test } from "vitest";
import type { Series, TrialResult } from "../results.js";
import { gridOfTrials } from "./grid.js";
import { SMALL_BUDGET_ERROR_SCALE, SMALL_BUDGET_LOSS_SCALE } from "./scale.js";
import { summarize } from "./summarize.js";
import { seriesWith, trialWith } from "./testing/trialWith.js";
import {
  describeCoordinateRegret,
  describeCouplingSlope,
  describeToleranceSlope,
  lieOfSlope,
} from "./words.js";

const scales = { error: SMALL_BUDGET_ERROR_SCALE, loss: SMALL_BUDGET_LOSS_SCALE };

function summaryOf(trials: TrialResult[], series: Record<string, Series> = { adam: seriesWith([], []) }) {
  return summarize({ seed: 1, scales, series, trials });
}

describe("summarize", () => {
  const trials = [
    trialWith(0.01, 0.001, 40),
    trialWith(0.01, 0.001, 42, { seed: 2 }),
    trialWith(0.01, 0.002, 60),
    trialWith(0.02, 0.001, 70),
    trialWith(0.02, 0.002, 45),
    trialWith(0.01, 0.004, 70),
    trialWith(0.02, 0.004, null),
  ];

  test("means over seeds, best cell, slopes of error and loss", () => {
    const { adam } = summaryOf(trials);
    expect(adam).toMatchObject({
      bestError: 41,
      bestErrorInterval: [40, 42],
      bestAt: { learningRate: 0.01, weightDecay: 0.001 },
      couplingSlope: expect.closeTo(1, 12),
      coordinateRegret: 2,
    });
    expect(adam?.toleranceSlope).toBeGreaterThan(0);
    expect(adam?.lossToleranceSlope).toBeGreaterThan(0);
  });

  test("cells of one seed have no intervals, cells of two have", () => {
    expect(summaryOf(trials).adam).toMatchObject({ couplingInterval: null, toleranceInterval: null });
    const twice = trials.filter(({ seed }) => seed === 1).flatMap((one) => [one, { ...one, seed: 2 }]);
    const { adam } = summaryOf(twice);
    expect(adam?.couplingInterval).toEqual([adam?.couplingSlope, adam?.couplingSlope]);
    expect(adam?.toleranceInterval).toEqual([adam?.toleranceSlope, adam?.toleranceSlope]);
    expect(adam?.regretInterval).toEqual([adam?.coordinateRegret, adam?.coordinateRegret]);
    expect(adam?.lossToleranceInterval).toEqual([adam?.lossToleranceSlope, adam?.lossToleranceSlope]);
  });

  test("the same results give the same intervals", () => {
    const noisy = [1, 2, 3].flatMap((seed) =>
      trials
        .filter((one) => one.seed === 1)
        .map((one) => ({ ...one, seed, testError: (one.testError ?? 60) + seed })),
    );
    expect(summaryOf(noisy)).toEqual(summaryOf(noisy));
  });

  test("settings drawn at random, of which there may be many, have a best one and span no grid", () => {
    const drawn = Array.from({ length: 2000 }, (_, i) => ({
      ...trialWith(0.01 + 1e-6 * i, 0.001 + 1e-7 * ((7 * i) % 2000), 40 + ((i + 1000) % 2000) / 100),
      options: { amsgrad: i % 2 === 0 },
    }));
    const trials = [1, 2].flatMap((seed) => drawn.map((trial) => ({ ...trial, seed })));
    const rates = drawn.map(({ learningRate }) => learningRate);
    const decays = drawn.map(({ weightDecay }) => weightDecay);
    const started = performance.now();
    const { adam } = summaryOf(trials, { adam: seriesWith(rates, decays) });
    expect(performance.now() - started).toBeLessThan(2000);
    const { learningRate, weightDecay } = drawn[1000]!;
    expect(adam).toMatchObject({ bestError: 40, bestAt: { learningRate, weightDecay } });
    expect(adam).toMatchObject({ couplingSlope: null, toleranceInterval: null, regretInterval: null });
  });

  test("nothing finished, nothing claimed", () => {
    expect(summaryOf([], {})).toEqual({});
    const { adam } = summaryOf([trialWith(0.1, 0.1, null)]);
    expect(Object.values(adam!)).toEqual(Object.values(adam!).map(() => null));
  });

  test("series are told apart by name, and a planned one of which nothing was run is there", () => {
    const one = seriesWith([0.1], [0.1]);
    const both = summaryOf([trialWith(0.1, 0.1, 40, { series: "adam-cosine" })], {
      "adam-fixed": one,
      "adam-cosine": one,
    });
    expect(Object.keys(both)).toEqual(["adam-fixed", "adam-cosine"]);
    expect(both).toMatchObject({ "adam-fixed": { bestError: null }, "adam-cosine": { bestError: 40 } });
  });
});

describe("grid of trials", () => {
  const stateOf = (...trials: TrialResult[]) => gridOfTrials(trials).cells[0]![0];

  test("a cell diverged with any of its seeds; planned cells not run are missing", () => {
    const trials = [trialWith(0.1, 0.1, 40), trialWith(0.1, 0.1, null, { seed: 2 })];
    const grid = gridOfTrials(trials, undefined, seriesWith([0.1, 0.2], [0.1]));
    expect(grid.learningRate).toEqual([0.2, 0.1]);
    expect(grid.cells.flat().map((cell) => cell.state)).toEqual(["missing", "diverged"]);
  });

  test.each(["failed", "stopped"] as const)("a trial that %s says nothing about its cell", (outcome) => {
    const given = trialWith(0.1, 0.1, 40, { seed: 2, outcome });
    expect(stateOf(given)).toMatchObject({ state: "missing", seeds: 0 });
    expect(stateOf(given, trialWith(0.1, 0.1, 50))).toEqual({ state: "measured", value: 50, seeds: 1 });
  });
});

test("words", () => {
  expect(describeCouplingSlope(0)).toMatch(/hardly depends/);
  expect(describeCouplingSlope(-0.5)).toMatch(/more slowly/);
  expect(describeCouplingSlope(-1)).toMatch(/product/);
  expect(describeCouplingSlope(-1.6)).toMatch(/faster/);
  expect(describeCouplingSlope(0.6)).toMatch(/grows with/);
  expect(describeCouplingSlope(null)).toMatch(/cannot tell/);
  expect(describeToleranceSlope(-1)).toBe("half the learning rate tolerates 2.0 times the decay");
  expect(describeToleranceSlope(1)).toBe("twice the learning rate tolerates 2.0 times the decay");
  expect(describeCoordinateRegret(0)).toMatch(/finds the best/);
  expect(describeCoordinateRegret(0.4)).toMatch(/0\.40 points/);
  expect([0, -0.5, -1.3, 0.5].map(lieOfSlope)).toEqual(["upright", "between", "diagonal", "against"]);
});
