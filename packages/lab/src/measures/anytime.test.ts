import { describe, expect, test } from "vitest";
import type { TrialResult } from "../results.js";
import { epochResult } from "../testing/experimentResults.js";
import { errorAtEpoch, firstEpochAt, periodEnds, restartJumps } from "./anytime.js";

function trial(errors: readonly (number | null)[], seed = 1): TrialResult {
  return {
    series: "adamwr",
    optimizer: "adamw",
    decay: "normalized",
    schedule: "restarts-2-2",
    learningRate: 0.001,
    weightDecay: 0.025,
    options: {},
    epochs: errors.length,
    seed,
    outcome: "finished",
    history: errors.map((testError, i) => epochResult({ epoch: i + 1, testError })),
    testError: errors.at(-1) ?? null,
  };
}

describe("periodEnds", () => {
  test("of the paper's runs", () => {
    expect(periodEnds("restarts-100-2", 1500)).toEqual([100, 300, 700, 1500]);
    expect(periodEnds("restarts-10-2", 150)).toEqual([10, 30, 70, 150]);
    expect(periodEnds("cosine", 1800)).toEqual([1800]);
  });

  test("a period cut short has no end; equal periods have many", () => {
    expect(periodEnds("restarts-10-2", 149)).toEqual([10, 30, 70]);
    expect(periodEnds("restarts-10-2", 9)).toEqual([]);
    expect(periodEnds("restarts-5-1", 17)).toEqual([5, 10, 15]);
    expect(periodEnds("restarts-4-1.5", 10)).toEqual([4, 10]);
  });

  test("what does not read as a number of epochs has no ends", () => {
    expect(periodEnds("restarts-x-2", 10)).toEqual([]);
    expect(periodEnds("restarts-0-2", 10)).toEqual([]);
  });
});

test("errorAtEpoch is the mean over all trials, or nothing", () => {
  const trials = [trial([50, 40]), trial([52, null], 2)];
  expect(errorAtEpoch(trials, 1)).toBe(51);
  expect(errorAtEpoch(trials, 2)).toBeNull();
  expect(errorAtEpoch(trials, 3)).toBeNull();
  expect(errorAtEpoch([], 1)).toBeNull();
});

describe("restartJumps", () => {
  const errors = [60, 50, 70, 55, 49, 45, 65, 50, 48];

  test("from the end of each period to the worst of the next, and when that is made up for", () => {
    expect(restartJumps([trial(errors)], "restarts-2-2", 9)).toEqual([
      { epoch: 2, before: 50, worst: 70, recovered: 5 },
      { epoch: 6, before: 45, worst: 65, recovered: null },
    ]);
  });

  test("jumps of means, not means of jumps", () => {
    const [first] = restartJumps(
      [
        trial(errors),
        trial(
          errors.map((e) => e + 2),
          2,
        ),
      ],
      "restarts-2-2",
      9,
    );
    expect(first).toEqual({ epoch: 2, before: 51, worst: 71, recovered: 5 });
  });

  test("epochs that were not measured are passed over; nothing after the end, no restart", () => {
    const sparse = [null, 50, null, 66, null, 45];
    expect(restartJumps([trial(sparse)], "restarts-2-2", 6)).toEqual([
      { epoch: 2, before: 50, worst: 66, recovered: 6 },
    ]);
    expect(restartJumps([trial(sparse)], "cosine", 6)).toEqual([]);
    expect(restartJumps([], "restarts-2-2", 6)).toEqual([]);
  });
});

test("firstEpochAt looks only where it is told to", () => {
  const trials = [trial([60, 50, 30, 40, 45, 35])];
  expect(firstEpochAt(trials, [2, 6], 40)).toBe(6);
  expect(firstEpochAt(trials, [1, 2, 3], 40)).toBe(3);
  expect(firstEpochAt(trials, [2, 6], 34)).toBeNull();
});
