import type { EpochResult, Outcome, Series, TrialResult } from "../../results.js";

/** A made-up trial of one epoch, of the series "adam"; an error of null means that it diverged. */
export function trialWith(
  learningRate: number,
  weightDecay: number,
  testError: number | null,
  { seed = 1, series = "adam", outcome }: { seed?: number; series?: string; outcome?: Outcome } = {},
): TrialResult {
  const { epochs, optimizer, decay, schedule, options } = seriesWith([], []);
  return {
    series,
    optimizer,
    decay,
    schedule,
    options,
    epochs,
    learningRate,
    weightDecay,
    seed,
    outcome: outcome ?? (testError === null ? "diverged" : "finished"),
    history: testError === null ? [] : [epochWith(learningRate, testError)],
    testError: outcome === undefined || outcome === "finished" ? testError : null,
  };
}

function epochWith(learningRate: number, testError: number): EpochResult {
  return {
    epoch: 1,
    learningRate,
    decay: 0.001,
    trainLoss: 1,
    testLoss: testError / 40,
    testError,
    testTop5Error: null,
  };
}

/** A plan of these cells for {@link trialWith}. */
export function seriesWith(learningRates: number[], weightDecays: number[]): Series {
  return {
    optimizer: "adam",
    decay: "l2",
    schedule: "fixed",
    options: {},
    epochs: 1,
    learningRates,
    weightDecays,
  };
}
