import { type BestDecay, bestDecay, budgetSlope, type DecayError } from "../../measures/bestDecay.js";
import { type Interval, meanInterval } from "../../measures/bootstrap.js";
import { type Estimate, estimateOverSeeds } from "../../measures/estimate.js";
import { mean } from "../../measures/mean.js";
import { cellsOfSeries, meanFinalError, type SeriesCell, seedsOf } from "../../measures/seriesCells.js";
import { randomStream } from "../../random/randomStream.js";
import type { Results } from "../../results.js";

/** How decay is given: as it is, or times the square root of the updates; to AdamW, or to SGDW. */
export type Convention = "raw" | "normalized" | "sgdw-normalized";

/** Slopes of log(best decay) against log(updates), if normalizing by the root of the updates is right. */
export const EXPECTED_SLOPES: Readonly<Record<Convention, number>> = {
  raw: -0.5,
  normalized: 0,
  "sgdw-normalized": 0,
};

/** The decays of one convention at one budget. */
export interface BudgetRow {
  series: string;
  epochs: number;
  updates: number;
  /** The positive decays that were measured, each with its best learning rate. */
  measured: { weightDecay: number; error: number; interval: Interval | null }[];
  /** Null while a decay of the row has not been run, and if all diverged. */
  best: BestDecay | null;
  /** Of the best decay, over seeds. */
  interval: Interval | null;
  /** Whether decays of the row have not been run. */
  incomplete: boolean;
}

export interface ConventionResult {
  /** By rising budget. */
  rows: BudgetRow[];
  /** Of log(best decay) against log(updates), over the budgets whose best decay lies inside the row. */
  slope: Estimate | null;
  /** The seeds behind it, and what it is over others, which may repeat. */
  seeds: number[];
  slopeOver(seeds: readonly number[]): number | null;
}

/** By how much more AdamW's best decay moves as it is than normalized: the difference of the sizes of their slopes. */
export function movesLess(
  { raw, normalized }: Record<Convention, ConventionResult>,
  seed: number,
): Estimate | null {
  const shared = raw.seeds.filter((one) => normalized.seeds.includes(one));
  const statistic = (some: readonly number[]) => {
    const [a, b] = [raw.slopeOver(some), normalized.slopeOver(some)];
    return a === null || b === null ? null : Math.abs(a) - Math.abs(b);
  };
  return estimateOverSeeds(shared, statistic, seed);
}

/** What the experiment "normalization" found, in numbers, by convention. */
export function normalizationNumbers(results: Results): Record<Convention, ConventionResult> {
  return {
    raw: conventionResult(results, "raw"),
    normalized: conventionResult(results, "normalized"),
    "sgdw-normalized": conventionResult(results, "sgdw-normalized"),
  };
}

/** The conventions of which something was planned; AdamW's two where nothing was. */
export function conventionsOf(numbers: Record<Convention, ConventionResult>): Convention[] {
  const planned = (Object.keys(numbers) as Convention[]).filter((one) => numbers[one].rows.length > 0);
  return planned.length > 0 ? planned : ["raw", "normalized"];
}

function conventionResult(results: Results, convention: Convention): ConventionResult {
  const { trainSize, batchSize } = results.task;
  const budgets = Object.entries(results.series)
    .filter(([name]) => name.startsWith(`${convention}-`))
    .map(([series, { epochs }]) => ({
      series,
      epochs,
      updates: epochs * Math.ceil(trainSize / batchSize),
      cells: cellsOfSeries(results, series).filter((cell) => cell.weightDecay > 0),
    }))
    .sort((a, b) => a.updates - b.updates);
  const rows = budgets.map(({ cells, ...budget }): BudgetRow => {
    const seeds = seedsOf(cells);
    const row = rowOf(cells, seeds);
    const best = row && bestDecay(row);
    return {
      ...budget,
      measured: decaysOf(cells).flatMap((decay) => measuredDecay(withDecay(cells, decay), results.seed)),
      best,
      interval: estimateOverSeeds(seeds, (some) => bestOf(cells, some), results.seed)?.interval ?? null,
      incomplete: row === null,
    };
  });
  const told = budgets.filter((_, i) => rows[i]!.best?.weightDecay != null);
  const seeds = told.length === 0 ? [] : seedsOf(told.flatMap(({ cells }) => cells));
  const slopeOver = (some: readonly number[]) => slopeOf(told, some);
  return { rows, seeds, slopeOver, slope: estimateOverSeeds(seeds, slopeOver, results.seed) };
}

function slopeOf(
  budgets: readonly { updates: number; cells: readonly SeriesCell[] }[],
  seeds: readonly number[],
): number | null {
  const points = budgets.map(({ updates, cells }) => ({ updates, weightDecay: bestOf(cells, seeds) }));
  const told = points.flatMap(({ updates, weightDecay }) =>
    weightDecay === null ? [] : [{ updates, weightDecay }],
  );
  return told.length === points.length ? budgetSlope(told) : null;
}

function bestOf(cells: readonly SeriesCell[], seeds: readonly number[]): number | null {
  const row = rowOf(cells, seeds);
  return (row && bestDecay(row)?.weightDecay) ?? null;
}

/** The error of every decay with its best learning rate; null if none of these seeds ran some cell. */
function rowOf(cells: readonly SeriesCell[], seeds: readonly number[]): DecayError[] | null {
  const missing = (cell: SeriesCell) => !cell.diverged && meanFinalError(cell, seeds) === null;
  if (cells.length === 0 || cells.some(missing)) return null;
  return decaysOf(cells).map((weightDecay) => {
    const errors = withDecay(cells, weightDecay).map((cell) => meanFinalError(cell, seeds));
    const measured = errors.filter((error) => error !== null);
    return { weightDecay, error: measured.length === 0 ? null : Math.min(...measured) };
  });
}

function measuredDecay(cells: readonly SeriesCell[], seed: number): BudgetRow["measured"] {
  const told = cells.flatMap((cell) => {
    if (cell.diverged || cell.trials.length === 0) return [];
    const errors = cell.trials.map((trial) => trial.testError!);
    const interval = meanInterval(errors, randomStream(seed, "band"));
    return { weightDecay: cell.weightDecay, error: mean(errors), interval };
  });
  return told.sort((a, b) => a.error - b.error).slice(0, 1);
}

const decaysOf = (cells: readonly SeriesCell[]) => [...new Set(cells.map((cell) => cell.weightDecay))];
const withDecay = (cells: readonly SeriesCell[], decay: number) =>
  cells.filter((cell) => cell.weightDecay === decay);
