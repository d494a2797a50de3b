import {
  errorAtEpoch,
  firstEpochAt,
  periodEnds,
  type RestartJump,
  restartJumps,
} from "../../measures/anytime.js";
import { bestCell } from "../../measures/bestCell.js";
import { type Estimate, estimateOverSeeds } from "../../measures/estimate.js";
import { cellsOfSeries, trialsOfSeeds } from "../../measures/seriesCells.js";
import type { Results, Series, TrialResult } from "../../results.js";
import { optimizerName } from "../names.js";

/** A line of the experiment. */
export interface RestartsLine {
  series: string;
  /** "AdamWR". */
  name: string;
  plan: Series;
  restarts: boolean;
  /** Its cell with the least final error; of one cell, that one as soon as one of its seeds finished. */
  trials: readonly TrialResult[];
  /** Why there are none. */
  missing: "diverged" | "not finished" | null;
}

/** A line with restarts at the end of a period, beside the line without restarts of the same optimizer. */
export interface PeriodEnd {
  epoch: number;
  /** Mean test error, in per cent. */
  error: number;
  /** The other's mean test error after the same epoch; null if it was not measured. */
  singleThen: number | null;
  /** The other's mean test error after its last epoch. */
  singleEnd: number | null;
  /** The other at the same epoch minus this, in points. */
  gainThen: Estimate | null;
  /** The other at its end minus this, in points. */
  gainEnd: Estimate | null;
}

/** A line with restarts and what it is compared with. */
export interface RestartsPair {
  line: RestartsLine;
  single: RestartsLine | null;
  ends: PeriodEnd[];
  jumps: RestartJump[];
  /** The end of a period after which it was first no worse than the other at its end; null if never. */
  reaches: number | null;
}

/** What the experiment "restarts" found, in numbers: its lines, and those that differ in restarts alone. */
export function restartsNumbers(results: Results): { lines: RestartsLine[]; pairs: RestartsPair[] } {
  const lines = Object.entries(results.series).map(([series, plan]) => lineOf(results, series, plan));
  const pairs = lines
    .filter((line) => line.restarts)
    .map((line) => {
      const single = lines.find((other) => !other.restarts && other.plan.optimizer === line.plan.optimizer);
      return pairOf(line, single ?? null, results.seed);
    });
  return { lines, pairs };
}

function lineOf(results: Results, series: string, plan: Series): RestartsLine {
  const cells = cellsOfSeries(results, series);
  const best = bestCell(cells);
  const restarts = plan.schedule.startsWith("restarts-");
  return {
    series,
    name: optimizerName(plan.optimizer) + (restarts ? "R" : ""),
    plan,
    restarts,
    trials: best?.trials ?? [],
    missing: best ? null : cells.some((cell) => cell.diverged) ? "diverged" : "not finished",
  };
}

/** A statistic of two lines, over the seeds that both have; what was trained from one seed stays together. */
export function overSharedSeeds(
  a: RestartsLine,
  b: RestartsLine,
  statistic: (a: readonly TrialResult[], b: readonly TrialResult[]) => number | null,
  seed: number,
): Estimate | null {
  const seeds = a.trials.map((trial) => trial.seed).filter((one) => b.trials.some((own) => own.seed === one));
  return estimateOverSeeds(seeds, (some) => statistic(trialsOfSeeds(a, some), trialsOfSeeds(b, some)), seed);
}

/** The error of `a` after an epoch minus that of `b` after another, in points. */
export function errorDifference(
  [a, epochA]: readonly [RestartsLine, number],
  [b, epochB]: readonly [RestartsLine, number],
  seed: number,
): Estimate | null {
  const statistic = (first: readonly TrialResult[], second: readonly TrialResult[]) => {
    const [errorA, errorB] = [errorAtEpoch(first, epochA), errorAtEpoch(second, epochB)];
    return errorA === null || errorB === null ? null : errorA - errorB;
  };
  return overSharedSeeds(a, b, statistic, seed);
}

function pairOf(line: RestartsLine, single: RestartsLine | null, seed: number): RestartsPair {
  const { plan, trials } = line;
  const ends = periodEnds(plan.schedule, plan.epochs);
  const last = single?.plan.epochs ?? 0;
  const others = single?.trials ?? [];
  const gain = (epoch: number, otherEpoch: number) =>
    single && errorDifference([single, otherEpoch], [line, epoch], seed);
  const singleEnd = errorAtEpoch(others, last);
  return {
    line,
    single,
    ends: ends.flatMap((epoch) => {
      const error = errorAtEpoch(trials, epoch);
      if (error === null) return [];
      const singleThen = errorAtEpoch(others, epoch);
      return {
        epoch,
        error,
        singleThen,
        singleEnd,
        gainThen: gain(epoch, epoch),
        gainEnd: gain(epoch, last),
      };
    }),
    jumps: restartJumps(trials, plan.schedule, plan.epochs),
    reaches: singleEnd === null ? null : firstEpochAt(trials, ends, singleEnd),
  };
}
