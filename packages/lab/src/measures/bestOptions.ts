import type { TrialResult } from "../results.js";
import { bestOfCells, cellsOfTrials } from "./cells.js";

/**
 * Of the trials of a series whose options differ, those with the options of its best cell: they span one grid. All of
 * them where the options are the same.
 */
export function trialsOfBestOptions(trials: readonly TrialResult[]): readonly TrialResult[] {
  const groups = new Map<string, TrialResult[]>();
  for (const trial of trials) {
    const key = JSON.stringify(trial.options);
    const group = groups.get(key) ?? [];
    group.push(trial);
    groups.set(key, group);
  }
  if (groups.size < 2) return trials;
  const ranked = [...groups.values()].map((own) => ({
    own,
    best: bestOfCells(cellsOfTrials(own))?.value ?? Number.POSITIVE_INFINITY,
  }));
  return ranked.reduce((a, b) => (b.best < a.best ? b : a)).own;
}
