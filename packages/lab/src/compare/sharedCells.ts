import { isDeepStrictEqual } from "node:util";
import type { Results, TrialResult } from "../results.js";
import type { DecayName } from "../training/trial.js";
import { type PairedSeries, pairedSeries } from "./pairedSeries.js";

/** A learning rate with a weight decay that every study has finished with the same optimizer. */
export interface SharedCell {
  /** The name of the series in the first study. */
  series: string;
  optimizer: string;
  decay: DecayName;
  learningRate: number;
  weightDecay: number;
  /** Mean test error by study, in per cent, and the seeds that it is the mean of. */
  errors: { error: number; seeds: number }[];
  /** By study, how much more than in the first one, in points; the first is 0. */
  differences: number[];
}

/**
 * The cells that all studies share, in the order of the first one's plan. A cell counts where every study has finished
 * a seed of it, and none diverged.
 */
export function sharedCells(
  all: readonly Results[],
  paired: readonly PairedSeries[] = pairedSeries(all),
): SharedCell[] {
  return paired.flatMap(({ series: own }): SharedCell[] => {
    const series = own[0]!.name;
    const [first, ...others] = all.map((results, i) => cellsOf(results, own[i]!.name)) as [Cells, ...Cells[]];
    const { optimizer, decay } = all[0]!.series[series]!;
    return [...first].flatMap(([key, { learningRate, weightDecay, error }]) => {
      const errors = [error, ...others.map((cells) => cells.get(key)?.error ?? null)];
      if (!errors.every((one) => one !== null)) return [];
      const differences = errors.map((one) => one.error - errors[0]!.error);
      return [{ series, optimizer, decay, learningRate, weightDecay, errors, differences }];
    });
  });
}

type Cells = Map<
  string,
  { learningRate: number; weightDecay: number; error: SharedCell["errors"][0] | null }
>;

/** The cells of a series in the order of its trials; error null where one diverged or none has finished. */
function cellsOf({ trials, series: all }: Results, series: string): Cells {
  const { options } = all[series]!;
  const groups = new Map<string, TrialResult[]>();
  for (const trial of trials) {
    // Of a search, only what is trained with the options that its series has in common.
    if (trial.series !== series || !isDeepStrictEqual(trial.options, options)) continue;
    const key = `${trial.learningRate} ${trial.weightDecay}`;
    const group = groups.get(key) ?? [];
    group.push(trial);
    groups.set(key, group);
  }
  return new Map(
    [...groups].map(([key, own]) => {
      const { learningRate, weightDecay } = own[0]!;
      return [key, { learningRate, weightDecay, error: meanError(own) }];
    }),
  );
}

function meanError(trials: readonly TrialResult[]): SharedCell["errors"][0] | null {
  if (trials.some(({ outcome }) => outcome === "diverged")) return null;
  const errors = trials.flatMap(({ testError }) => testError ?? []);
  if (errors.length === 0) return null;
  return { error: errors.reduce((sum, error) => sum + error, 0) / errors.length, seeds: errors.length };
}
