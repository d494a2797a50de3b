import type { EpochResult, TrialResult } from "../results.js";
import { mean } from "./mean.js";

/** What an epoch measured, as means over several trials. */
export interface MeanEpoch {
  epoch: number;
  trainLoss: number;
  /** Null where any of the trials did not look at the test set. */
  testError: number | null;
}

/** Epoch by epoch over trials with the same schedule, as far as all of them came; empty for no trials. */
export function meanCurve(trials: readonly TrialResult[]): MeanEpoch[] {
  if (trials.length === 0) return [];
  const length = Math.min(...trials.map((trial) => trial.history.length));
  return trials[0]!.history.slice(0, length).map(({ epoch }, i) => {
    const values = <T>(of: (epoch: EpochResult) => T) => trials.map((trial) => of(trial.history[i]!));
    const errors = values(({ testError }) => testError);
    return {
      epoch,
      trainLoss: mean(values(({ trainLoss }) => trainLoss)),
      testError: errors.every((error) => error !== null) ? mean(errors) : null,
    };
  });
}
