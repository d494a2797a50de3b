import { expect, test } from "vitest";
import type { TrialResult } from "../results.js";
import { epochResult } from "../testing/experimentResults.js";
import { judged } from "./judged.js";
import { trialWith } from "./testing/trialWith.js";

const trial: TrialResult = {
  ...trialWith(0.1, 0.001, 40),
  history: [
    epochResult({ epoch: 1, testError: 60, testTop5Error: 20 }),
    epochResult({ epoch: 2, testError: null, testTop5Error: null }),
    epochResult({ epoch: 3, testError: 40, testTop5Error: 10 }),
  ],
};
const stopped: TrialResult = { ...trial, outcome: "stopped", testError: null };

test("results judged by top-5 have that for their test error, of epochs and at the end", () => {
  const [whole, ended] = judged({ error: "top-5", trials: [trial, stopped] }).trials;
  expect(whole!.history.map(({ testError }) => testError)).toEqual([20, null, 10]);
  expect([whole!.testError, ended!.testError]).toEqual([10, null]);
  expect(trial.testError).toBe(40);
});

test("others are as they are, and judging twice changes nothing", () => {
  const usual = { trials: [trial] };
  expect(judged(usual)).toBe(usual);
  const once = judged({ error: "top-5" as const, trials: [trial] });
  expect(judged(once)).toEqual(once);
});
