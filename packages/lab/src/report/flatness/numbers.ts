import type { FlatnessComparison } from "../../flatness/compareSolutions.js";
import type { FlatnessMeasures } from "../../flatness/measureFlatness.js";
import { bestCell } from "../../measures/bestCell.js";
import { type Interval, meanInterval } from "../../measures/bootstrap.js";
import { type Estimate, estimateOverSeeds } from "../../measures/estimate.js";
import { partialRankCorrelation, rankCorrelation } from "../../measures/rankCorrelation.js";
import { cellsOfSeries } from "../../measures/seriesCells.js";
import { randomStream } from "../../random/randomStream.js";
import type { Results, Series, TrialResult } from "../../results.js";
import { optimizerName } from "../names.js";
import { FLATNESS, type Flatness } from "./measures.js";

/** The solutions of one series, a seed each. */
export interface FlatSolutions {
  series: string;
  /** "AdamWR". */
  name: string;
  plan: Series;
  /** Those that finished and were measured. */
  trials: readonly TrialResult[];
}

/** A measure of the solutions of each series. */
export interface FlatnessRow {
  flatness: Flatness;
  /** In the order of the series; null where nothing was measured. */
  means: (Mean | null)[];
  /** With test error, over all solutions: positive where flatter ones have lower test errors. */
  correlation: Estimate | null;
  /** The same among solutions of equal training loss, as far as ranks tell. */
  atEqualLoss: Estimate | null;
}

/** A mean over seeds. */
export interface Mean {
  value: number;
  interval: Interval | null;
  /** Null of a single seed. */
  standardError: number | null;
}

export interface FlatnessNumbers {
  solutions: FlatSolutions[];
  rows: FlatnessRow[];
  testErrors: (Mean | null)[];
  trainLosses: (Mean | null)[];
  /** Of training loss with test error. */
  lossCorrelation: Estimate | null;
  weightNorms: (Mean | null)[];
  /** How many top eigenvalues had not converged: these are lower bounds. */
  unconverged: number;
  comparison: FlatnessComparison | null;
}

/** What was measured of a trial by `measureFlatness`; null where nothing was. */
export function measuresOf({ measures }: TrialResult): FlatnessMeasures | null {
  return (measures as FlatnessMeasures | undefined) ?? null;
}

/** What the experiment "flatness" found, in numbers. */
export function flatnessNumbers(results: Results): FlatnessNumbers {
  const solutions = Object.entries(results.series).map(([series, plan]): FlatSolutions => {
    const cell = bestCell(cellsOfSeries(results, series));
    const restarts = plan.schedule.startsWith("restarts-") ? "R" : "";
    return {
      series,
      name: optimizerName(plan.optimizer) + restarts,
      plan,
      trials: (cell?.trials ?? []).filter((trial) => measuresOf(trial) !== null),
    };
  });
  const all = solutions.flatMap(({ trials }) => trials);
  const seeds = [...new Set(all.map(({ seed }) => seed))].sort((a, b) => a - b);
  const means = (of: (trial: TrialResult) => number | null) =>
    solutions.map(({ trials }, i) => meanOf(trials.map(of), results.seed + i));
  const trainLoss = (trial: TrialResult) => measuresOf(trial)!.trainLoss;
  const errors = (some: readonly TrialResult[]) => some.map((trial) => trial.testError!);
  /** A statistic of the solutions that have a value. */
  const overSeeds = (
    value: (trial: TrialResult) => number | null,
    statistic: (known: readonly TrialResult[]) => number | null,
  ) => {
    const known = all.filter((trial) => value(trial) !== null && trainLoss(trial) !== null);
    const ofSeeds = (some: readonly number[]) =>
      statistic(some.flatMap((seed) => known.filter((trial) => trial.seed === seed)));
    return estimateOverSeeds(seeds, ofSeeds, results.seed);
  };
  const rows = FLATNESS.map((flatness): FlatnessRow => {
    const value = (trial: TrialResult) => flatness.of(measuresOf(trial)!);
    return {
      flatness,
      means: means(value),
      correlation: overSeeds(value, (some) => rankCorrelation(some.map(value).map(Number), errors(some))),
      atEqualLoss: overSeeds(value, (some) =>
        partialRankCorrelation(some.map(value).map(Number), errors(some), some.map(trainLoss).map(Number)),
      ),
    };
  });
  return {
    solutions,
    rows,
    testErrors: means((trial) => trial.testError),
    trainLosses: means(trainLoss),
    lossCorrelation: overSeeds(trainLoss, (some) =>
      rankCorrelation(some.map(trainLoss).map(Number), errors(some)),
    ),
    weightNorms: means((trial) => measuresOf(trial)!.weightNorm),
    unconverged: all.filter((trial) => !measuresOf(trial)!.topEigenvalue.converged).length,
    comparison: (results.comparison as FlatnessComparison | undefined) ?? null,
  };
}

/** Null unless every seed has a number. */
function meanOf(values: readonly (number | null)[], seed: number): Mean | null {
  const known = values.filter((value) => value !== null);
  if (known.length === 0 || known.length < values.length) return null;
  const value = known.reduce((sum, one) => sum + one, 0) / known.length;
  const squares = known.reduce((sum, one) => sum + (one - value) ** 2, 0);
  return {
    value,
    interval: meanInterval(known, randomStream(seed, "flatness")),
    standardError: known.length < 2 ? null : Math.sqrt(squares / (known.length - 1) / known.length),
  };
}
