import type { TrialResult } from "../results.js";
import { gridOfTrials, rankedCells } from "./grid.js";

/**
 * Of the trials of a series whose options differ, those with the options of its best cell: they span one grid. All of
 * them where the options are the same.
 */
export function trialsOfBestOptions(trials: readonly TrialResult[]): readonly TrialResult[] {
  const keyOf = ({ options }: TrialResult) => JSON.stringify(options);
  const keys = [...new Set(trials.map(keyOf))];
  if (keys.length < 2) return trials;
  const best = (own: readonly TrialResult[]) =>
    rankedCells(gridOfTrials(own))[0]?.value ?? Number.POSITIVE_INFINITY;
  return keys
    .map((key) => trials.filter((trial) => keyOf(trial) === key))
    .reduce((a, b) => (best(b) < best(a) ? b : a));
}
