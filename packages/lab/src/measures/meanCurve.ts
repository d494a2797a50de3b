import type { EpochResult, TrialResult } from "../results.js";
import { mean } from "./mean.js";

/** A mean over trials, between the least and the largest of them. */
export interface Spread {
  mean: number;
  least: number;
  largest: number;
}

/** What an epoch measured, over several trials. */
export interface MeanEpoch {
  epoch: number;
  learningRate: number;
  decay: number;
  trainLoss: Spread;
  /** Null where any of the trials did not look at the test set. */
  testError: Spread | null;
}

/** Epoch by epoch over trials with the same schedule, as far as all of them came; empty for no trials. */
export function meanCurve(trials: readonly TrialResult[]): MeanEpoch[] {
  if (trials.length === 0) return [];
  const length = Math.min(...trials.map((trial) => trial.history.length));
  return trials[0]!.history.slice(0, length).map((first, i) => {
    const values = <T>(of: (epoch: EpochResult) => T) => trials.map((trial) => of(trial.history[i]!));
    const errors = values((epoch) => epoch.testError);
    return {
      epoch: first.epoch,
      learningRate: first.learningRate,
      decay: first.decay,
      trainLoss: spread(values((epoch) => epoch.trainLoss)),
      testError: errors.every((error) => error !== null) ? spread(errors) : null,
    };
  });
}

/** The mean and the ends of some numbers. @param values at least one. */
export function spread(values: readonly number[]): Spread {
  return {
    mean: mean(values),
    least: Math.min(...values),
    largest: Math.max(...values),
  };
}
