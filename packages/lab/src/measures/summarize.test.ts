import { describe, expect, test } from "vitest";
import type { TrialResult } from "../results.js";
import { gridOfTrials } from "./grid.js";
import { summarize } from "./summarize.js";
import {
  describeCoordinateRegret,
  describeCouplingSlope,
  describeToleranceSlope,
  lieOfSlope,
} from "./words.js";

function trial(learningRate: number, weightDecay: number, error: number | null, seed = 1): TrialResult {
  return {
    optimizer: "adam",
    decay: "l2",
    schedule: "cosine",
    learningRate,
    weightDecay,
    seed,
    diverged: error === null,
    seconds: 1,
    epochs:
      error === null
        ? []
        : [{ epoch: 1, learningRate, trainLoss: 1, testLoss: error / 40, testError: error }],
    testError: error,
  };
}

describe("summarize", () => {
  test("means over seeds, best cell, slopes of error and loss", () => {
    const trials = [
      trial(0.01, 0.001, 40, 1),
      trial(0.01, 0.001, 42, 2),
      trial(0.01, 0.002, 60),
      trial(0.02, 0.001, 70),
      trial(0.02, 0.002, 45),
      trial(0.01, 0.004, 70),
      trial(0.02, 0.004, null),
    ];
    const { adam } = summarize(trials);
    expect(adam).toMatchObject({
      bestError: 41,
      bestAt: { learningRate: 0.01, weightDecay: 0.001 },
      couplingSlope: expect.closeTo(1, 12),
      coordinateRegret: 2,
    });
    expect(adam?.toleranceSlope).toBeGreaterThan(0);
    expect(adam?.lossToleranceSlope).toBeGreaterThan(0);
  });

  test("nothing finished, nothing claimed", () => {
    expect(summarize([])).toEqual({});
    expect(summarize([trial(0.1, 0.1, null)]).adam).toEqual({
      bestError: null,
      bestAt: null,
      couplingSlope: null,
      toleranceSlope: null,
      coordinateRegret: null,
      lossToleranceSlope: null,
    });
  });

  test("a planned optimizer of which nothing was run is there, with nothing to say", () => {
    const plan = { adamw: { learningRate: [0.1], weightDecay: [0.1] } };
    expect(summarize([trial(0.1, 0.1, 40)], { plan })).toMatchObject({
      adamw: { bestError: null, toleranceSlope: null },
      adam: { bestError: 40 },
    });
  });

  test("a cell diverged with any of its seeds; planned cells not run are missing", () => {
    const grid = gridOfTrials([trial(0.1, 0.1, 40, 1), trial(0.1, 0.1, null, 2)], undefined, {
      learningRate: [0.1, 0.2],
      weightDecay: [0.1],
    });
    expect(grid.learningRate).toEqual([0.2, 0.1]);
    expect(grid.cells.flat().map((cell) => cell.state)).toEqual(["missing", "diverged"]);
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
