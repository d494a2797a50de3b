import { bestCell } from "../../measures/bestCell.js";
import { commonLoss, errorAtLoss, errorGap, type LossPoint } from "../../measures/errorAtLoss.js";
import { type Estimate, estimateOverSeeds } from "../../measures/estimate.js";
import { mean } from "../../measures/mean.js";
import {
  cellsOfSeries,
  meanFinalError,
  type SeriesCell,
  seedsOf,
  trialsOfSeeds,
} from "../../measures/seriesCells.js";
import type { Results, TrialResult } from "../../results.js";

/** Adam's cells against AdamW's. All differences are Adam minus AdamW, in points of test error. */
export interface GeneralizationNumbers {
  adam: SeriesCell[];
  adamw: SeriesCell[];
  /** The cells with the least final test error. */
  best: { adam: SeriesCell | null; adamw: SeriesCell | null };
  /** Least mean final error against least mean final error. */
  bestGap: Estimate | null;
  /** The best cells where their training loss was the same. */
  equalLoss: EqualLoss | null;
  /** All final points, over the training losses that both optimizers ended at. */
  finalGap: { estimate: Estimate; from: number; to: number } | null;
}

/** Test errors at the smallest training loss that every run of both best cells reached. */
export interface EqualLoss {
  trainLoss: number;
  adam: number;
  adamw: number;
  difference: Estimate;
  /** Whose training ends near this loss, fully annealed; if not both, the other passes it on the way. */
  endsThere: "adam" | "adamw" | "both";
}

/** What the experiment "generalization" found, in numbers. */
export function generalizationNumbers(results: Results): GeneralizationNumbers {
  const [adam, adamw] = [cellsOfSeries(results, "adam"), cellsOfSeries(results, "adamw")];
  const best = { adam: bestCell(adam), adamw: bestCell(adamw) };
  const seeds = common(seedsOf(adam), seedsOf(adamw));
  const gapOf = (some: readonly number[]) => errorGap(finalPoints(adam, some), finalPoints(adamw, some));
  const whole = gapOf(seeds);
  const estimate = whole && estimateOverSeeds(seeds, (some) => gapOf(some)?.gap ?? null, results.seed);
  return {
    adam,
    adamw,
    best,
    bestGap: estimateOverSeeds(
      seeds,
      (some) => difference(leastError(adam, some), leastError(adamw, some)),
      results.seed,
    ),
    equalLoss: best.adam && best.adamw && equalLoss(best.adam, best.adamw, results.seed),
    finalGap: whole && estimate && { estimate, from: whole.from, to: whole.to },
  };
}

function equalLoss(adam: SeriesCell, adamw: SeriesCell, seed: number): EqualLoss | null {
  const seeds = common(seedsOf([adam]), seedsOf([adamw]));
  const curves = (cell: SeriesCell, some: readonly number[]) =>
    trialsOfSeeds(cell, some).map((trial) => trial.history);
  const trainLoss = commonLoss([...curves(adam, seeds), ...curves(adamw, seeds)]);
  if (trainLoss === null) return null;
  const errorOf = (cell: SeriesCell, some: readonly number[]) => {
    const errors = curves(cell, some).map((curve) => errorAtLoss(curve, trainLoss));
    return errors.every((error) => error !== null) ? mean(errors) : null;
  };
  const [first, second] = [errorOf(adam, seeds), errorOf(adamw, seeds)];
  const estimate = estimateOverSeeds(
    seeds,
    (some) => difference(errorOf(adam, some), errorOf(adamw, some)),
    seed,
  );
  if (first === null || second === null || estimate === null) return null;
  const losses = [finalLoss(trialsOfSeeds(adam, seeds)), finalLoss(trialsOfSeeds(adamw, seeds))] as const;
  return { trainLoss, adam: first, adamw: second, difference: estimate, endsThere: endsThere(...losses) };
}

/** Final losses that differ by less than this share of the smaller one count as equal. */
const EQUAL = 0.05;

function endsThere(adam: number, adamw: number): EqualLoss["endsThere"] {
  if (Math.max(adam, adamw) < (1 + EQUAL) * Math.min(adam, adamw)) return "both";
  return adam > adamw ? "adam" : "adamw";
}

/** Where the trainings of some cells ended, a mean over seeds each; cells that diverged are left out. */
export function finalPoints(cells: readonly SeriesCell[], seeds: readonly number[]): LossPoint[] {
  return cells.flatMap((cell) => {
    const trials = trialsOfSeeds(cell, seeds);
    if (cell.diverged || trials.length === 0) return [];
    return { trainLoss: finalLoss(trials), testError: meanFinalError(cell, seeds) };
  });
}

/** The mean training loss of the last epoch; of at least one trial. */
export function finalLoss(trials: readonly TrialResult[]): number {
  return mean(trials.map((trial) => trial.history.at(-1)?.trainLoss ?? Number.NaN));
}

function leastError(cells: readonly SeriesCell[], seeds: readonly number[]): number | null {
  const best = bestCell(cells, seeds);
  return best && meanFinalError(best, seeds);
}

const difference = (a: number | null, b: number | null) => (a === null || b === null ? null : a - b);
const common = (a: readonly number[], b: readonly number[]) => a.filter((seed) => b.includes(seed));
