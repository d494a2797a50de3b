import type { Cell, Grid } from "./grid.js";
import type { Scale } from "./scale.js";

/** One learning rate with a number for every decay. */
export interface Row {
  learningRate: number;
  weightDecay: number[];
  /** As many as decays; `saturation.value` where the cell is saturated or diverged. */
  value: number[];
}

/**
 * The rows from which a measure may conclude something: no cell is missing (an interrupted row would pass the
 * best of what happened to run for its best), and at least one is better than the saturation.
 *
 * @param columns which decays to look at.
 */
export function usableRows(
  grid: Grid,
  { saturation }: Pick<Scale, "saturation">,
  columns: (weightDecay: number) => boolean,
): Row[] {
  const chosen = grid.weightDecay.flatMap((lambda, column) => (columns(lambda) ? [column] : []));
  return grid.learningRate.flatMap((learningRate, index) => {
    const cells = chosen.map((column) => grid.cells[index]![column]!);
    if (cells.some((cell) => cell.state === "missing")) return [];
    const value = cells.map((cell) => saturated(cell, saturation));
    if (!value.some((v) => v < saturation.at)) return [];
    return [{ learningRate, weightDecay: chosen.map((column) => grid.weightDecay[column]!), value }];
  });
}

function saturated({ value }: Cell, saturation: Scale["saturation"]): number {
  return value !== null && value < saturation.at ? value : saturation.value;
}

/** Where the smallest value lies; the first of equal ones, that is, the smallest decay. */
export function indexOfBest(values: readonly number[]): number {
  return values.reduce((best, value, index) => (value < values[best]! ? index : best), 0);
}
