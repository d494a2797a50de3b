import { meanInterval } from "../measures/bootstrap.js";
import { mean } from "../measures/mean.js";
import type { RandomSource } from "../random/randomSource.js";
import type { EpochResult, TrialResult } from "../results.js";
import type { LinePoint } from "./lineChart.js";

/**
 * A number of each epoch, averaged over the trials, as far as all of them got, in the 95 % bootstrap interval of that
 * mean where there are several; epochs in which one of them has no such number are left out.
 *
 * @param trials of one cell, one per seed.
 */
export function curvePoints(
  trials: readonly TrialResult[],
  of: (epoch: EpochResult, trial: TrialResult) => number | null,
  random: RandomSource,
): (LinePoint & { y: number })[] {
  const length = trials.length === 0 ? 0 : Math.min(...trials.map(({ history }) => history.length));
  return Array.from({ length }, (_, i) => i).flatMap((i) => {
    const values = trials.map((trial) => of(trial.history[i]!, trial)).filter((value) => value !== null);
    if (values.length < trials.length) return [];
    const y = mean(values);
    const x = trials[0]!.history[i]!.epoch;
    const interval = meanInterval(values, random);
    return interval ? { x, y, low: interval[0], high: interval[1] } : { x, y };
  });
}

/** Learning rate or decay as a share of what it was in the first epoch; none where it was 0 there. */
export function shareOfFirst(
  name: "learningRate" | "decay",
): (epoch: EpochResult, trial: TrialResult) => number | null {
  return (epoch, { history }) => (history[0]![name] === 0 ? null : epoch[name] / history[0]![name]);
}
