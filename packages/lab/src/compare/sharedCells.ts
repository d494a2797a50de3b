import { isDeepStrictEqual } from "node:util";
import type { Results, Series } from "../results.js";
import type { DecayName } from "../training/trial.js";

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
 * The cells that all studies share, in the order of the first one's plan. Series belong together if they have the same
 * optimizer, options and decay; where a study has several such, the one with the name of the first study's series,
 * or else the first. A cell counts where every study has finished a seed of it, and none diverged.
 */
export function sharedCells(all: readonly Results[]): SharedCell[] {
  const [first] = all;
  if (first === undefined) return [];
  return Object.entries(first.series).flatMap(([name, series]) => {
    const names = all.map((results) => counterpart(results, name, series));
    if (!names.every((found) => found !== undefined)) return [];
    const { optimizer, decay } = series;
    return series.learningRates.flatMap((learningRate) =>
      series.weightDecays.flatMap((weightDecay) => {
        const errors = all.map((results, i) => cellError(results, names[i]!, learningRate, weightDecay));
        if (!errors.every((error) => error !== null)) return [];
        const differences = errors.map(({ error }) => error - errors[0]!.error);
        return { series: name, optimizer, decay, learningRate, weightDecay, errors, differences };
      }),
    );
  });
}

function counterpart({ series }: Results, name: string, like: Series): string | undefined {
  const alike = Object.entries(series).flatMap(([other, { optimizer, decay, options }]) =>
    optimizer === like.optimizer && decay === like.decay && isDeepStrictEqual(options, like.options)
      ? [other]
      : [],
  );
  return alike.includes(name) ? name : alike[0];
}

function cellError(
  { trials, series: all }: Results,
  series: string,
  learningRate: number,
  weightDecay: number,
): { error: number; seeds: number } | null {
  const { options } = all[series]!;
  const own = trials.filter(
    (trial) =>
      trial.series === series &&
      trial.learningRate === learningRate &&
      trial.weightDecay === weightDecay &&
      // Of a search, only what is trained with the options that its series has in common.
      isDeepStrictEqual(trial.options, options),
  );
  if (own.some(({ outcome }) => outcome === "diverged")) return null;
  const errors = own.flatMap(({ testError }) => testError ?? []);
  if (errors.length === 0) return null;
  return { error: errors.reduce((sum, error) => sum + error, 0) / errors.length, seeds: errors.length };
}
