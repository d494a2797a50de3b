import { randomStream } from "../random/randomStream.js";
import type { Results, TrialResult } from "../results.js";
import { trialsOfBestOptions } from "./bestOptions.js";
import { differenceInterval, type Interval } from "./bootstrap.js";
import { meanFinalError, type SeriesCell } from "./seriesCells.js";
import { trialsOfSeries } from "./summarize.js";

/**
 * The cell with the least mean final test error; the first of equal ones; null if none has one.
 *
 * @param seeds over which to take the means; they may repeat. Default: all that finished.
 */
export function bestCell(cells: readonly SeriesCell[], seeds?: readonly number[]): SeriesCell | null {
  let best: { cell: SeriesCell; error: number } | null = null;
  for (const cell of cells) {
    const error = meanFinalError(cell, seeds);
    if (error !== null && (best === null || error < best.error)) best = { cell, error };
  }
  return best?.cell ?? null;
}

/** The trials of the cell that the summary of a series calls the best, one per seed; none where none finished. */
export function trialsOfBest({ trials, summary }: Results, series: string): TrialResult[] {
  const at = summary[series]?.bestAt;
  return trialsOfBestOptions(trialsOfSeries(trials, series)).filter(
    (trial) =>
      trial.outcome === "finished" &&
      trial.learningRate === at?.learningRate &&
      trial.weightDecay === at?.weightDecay,
  );
}

/** A difference, with its 95 % bootstrap interval over seeds; null for fewer than two seeds. */
export interface Difference {
  value: number;
  interval: Interval | null;
  /** How many seeds stand behind either side. */
  seeds: readonly [number, number];
}

/**
 * By how many points of test error the best cell of the series `b` errs more than that of `a`; negative where `b`
 * is better. Null where either has none.
 */
export function bestDifference(results: Results, a: string, b: string): Difference | null {
  const [errorA, errorB] = [results.summary[a]?.bestError ?? null, results.summary[b]?.bestError ?? null];
  if (errorA === null || errorB === null) return null;
  const errors = (series: string) =>
    trialsOfBest(results, series).flatMap(({ testError }) => (testError === null ? [] : [testError]));
  const random = randomStream(results.seed, "best difference", a, b);
  const [ofA, ofB] = [errors(a), errors(b)];
  return {
    value: errorB - errorA,
    interval: differenceInterval(ofA, ofB, random),
    seeds: [ofA.length, ofB.length],
  };
}
