import type { Results, TrialResult } from "../results.js";
import { mean } from "./mean.js";

/** What one learning rate with one weight decay of a series left behind. */
export interface SeriesCell {
  learningRate: number;
  weightDecay: number;
  /** The trials that finished, a seed each, in the order of the results. */
  trials: readonly TrialResult[];
  /** Whether any seed diverged: the mean of the others would flatter the cell. */
  diverged: boolean;
}

/** The planned cells of a series in the order of its plan: by learning rate, then by decay. Empty if there is none. */
export function cellsOfSeries(results: Results, series: string): SeriesCell[] {
  const plan = results.series[series];
  if (!plan) return [];
  const own = results.trials.filter((trial) => trial.series === series);
  return plan.learningRates.flatMap((learningRate) =>
    plan.weightDecays.map((weightDecay) => {
      const trials = own.filter(
        (trial) => trial.learningRate === learningRate && trial.weightDecay === weightDecay,
      );
      return {
        learningRate,
        weightDecay,
        trials: trials.filter((trial) => trial.testError !== null),
        diverged: trials.some((trial) => trial.outcome === "diverged"),
      };
    }),
  );
}

/** The seeds that finished at least one of these cells, smallest first. */
export function seedsOf(cells: readonly SeriesCell[]): number[] {
  const seeds = cells.flatMap((cell) => cell.trials.map((trial) => trial.seed));
  return [...new Set(seeds)].sort((a, b) => a - b);
}

/**
 * The finished trials of a cell for seeds that may repeat, as in a resample; seeds the cell has not finished are
 * passed over.
 */
export function trialsOfSeeds(
  { trials }: Pick<SeriesCell, "trials">,
  seeds: readonly number[],
): TrialResult[] {
  return seeds.flatMap((seed) => trials.find((trial) => trial.seed === seed) ?? []);
}

/**
 * The mean final test error of a cell, in per cent.
 *
 * @param seeds over which to take the mean; they may repeat. Default: all that finished.
 * @returns null if the cell diverged or none of the seeds finished it.
 */
export function meanFinalError(cell: SeriesCell, seeds?: readonly number[]): number | null {
  if (cell.diverged) return null;
  const trials = seeds ? trialsOfSeeds(cell, seeds) : cell.trials;
  if (trials.length === 0) return null;
  return mean(trials.map((trial) => trial.testError!));
}
