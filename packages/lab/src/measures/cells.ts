import type { TrialResult } from "../results.js";
import { cellOf, type GridAxes, type Metric, testError } from "./grid.js";

/** What the seeds of a cell came to: the value of a metric, or null where the training diverged. */
export interface CellSamples {
  learningRate: number;
  weightDecay: number;
  /** At least one; trials that failed or were stopped leave none. */
  samples: (number | null)[];
}

/**
 * The cells in which trials of one series left something, in the order of the trials. Of settings drawn at random they
 * are as many as the settings, where a grid would have the square of that.
 */
export function cellsOfTrials(trials: readonly TrialResult[], metric: Metric = testError): CellSamples[] {
  const cells = new Map<string, CellSamples>();
  for (const trial of trials) {
    const { learningRate, weightDecay, outcome } = trial;
    const value = outcome === "finished" ? metric(trial) : null;
    if (value === null && outcome !== "diverged") continue;
    const key = `${learningRate} ${weightDecay}`;
    const cell = cells.get(key) ?? { learningRate, weightDecay, samples: [] };
    cell.samples.push(value);
    cells.set(key, cell);
  }
  return [...cells.values()];
}

/** The measured cell that is best; of equal ones the first in the order of `rankedCells`. */
export function bestOfCells(cells: readonly CellSamples[]): (CellSamples & { value: number }) | null {
  const measured = cells.flatMap((cell) => {
    const { value } = cellOf(cell.samples);
    return value === null ? [] : [{ ...cell, value }];
  });
  const [best] = measured.sort(
    (a, b) => a.value - b.value || b.learningRate - a.learningRate || a.weightDecay - b.weightDecay,
  );
  return best ?? null;
}

/** Whether some learning rate was run with every positive decay: the measures of a grid look at such rows alone. */
export function hasWholeRow(cells: readonly CellSamples[], { weightDecays }: GridAxes): boolean {
  const decays = new Set([...weightDecays, ...cells.map(({ weightDecay }) => weightDecay)]);
  decays.delete(0);
  const counts = new Map<number, number>();
  for (const { learningRate, weightDecay } of cells) {
    counts.set(learningRate, (counts.get(learningRate) ?? 0) + (weightDecay > 0 ? 1 : 0));
  }
  return [...counts.values()].includes(decays.size);
}
