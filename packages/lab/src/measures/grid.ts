import type { TrialResult } from "../results.js";

/**
 * What is known of one cell: `measured`; `saturated` (a figure says only that it is beyond its colour scale);
 * `diverged` (training stopped being finite); `missing` (not run, or not finished).
 */
export type CellState = "measured" | "saturated" | "diverged" | "missing";

/** One learning rate with one weight decay. */
export interface Cell {
  state: CellState;
  /** The mean over seeds of the metric; null unless `measured`. */
  value: number | null;
  /** How many training runs stand behind the cell. */
  seeds: number;
}

/** What one optimizer reached over learning rate x weight decay. */
export interface Grid {
  /** The rows, largest first, as the paper draws them. */
  learningRate: number[];
  /** The columns, smallest first; may begin with 0. */
  weightDecay: number[];
  /** `cells[row][column]`. */
  cells: Cell[][];
}

/** The values along both axes of a grid, in any order. */
export interface GridAxes {
  learningRate: readonly number[];
  weightDecay: readonly number[];
}

/** A number that a finished trial leaves behind; lower is better. */
export type Metric = (trial: TrialResult) => number | null;

/** Top-1 error on the test set after the last epoch, in per cent. */
export const testError: Metric = (trial) => trial.testError;

/** Mean cross-entropy on the test set after the last epoch, in nats. */
export const testLoss: Metric = (trial) =>
  trial.testError === null ? null : (trial.epochs.at(-1)?.testLoss ?? null);

/**
 * The grid that the trials of one optimizer span.
 *
 * A cell is the mean over its seeds. It is `diverged` as soon as one seed is: the mean of the others would
 * flatter it.
 *
 * @param trials of one optimizer, in any order.
 * @param metric what to compare; default: test error in per cent.
 * @param axes values that were planned, so that cells not yet run appear as `missing`; default: only the
 *   values that occur in the trials.
 */
export function gridOfTrials(
  trials: readonly TrialResult[],
  metric: Metric = testError,
  axes?: GridAxes,
): Grid {
  const values = (name: keyof GridAxes) => [
    ...new Set([...(axes?.[name] ?? []), ...trials.map((trial) => trial[name])]),
  ];
  const learningRate = values("learningRate").sort((a, b) => b - a);
  const weightDecay = values("weightDecay").sort((a, b) => a - b);
  return {
    learningRate,
    weightDecay,
    cells: learningRate.map((lr) =>
      weightDecay.map((lambda) =>
        cellOf(
          trials.filter((trial) => trial.learningRate === lr && trial.weightDecay === lambda),
          metric,
        ),
      ),
    ),
  };
}

function cellOf(trials: readonly TrialResult[], metric: Metric): Cell {
  if (trials.some((trial) => trial.diverged)) return { state: "diverged", value: null, seeds: trials.length };
  const values = trials.map(metric).filter((value) => value !== null);
  if (values.length === 0) return { state: "missing", value: null, seeds: 0 };
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { state: "measured", value: mean, seeds: values.length };
}

/** A heat map as a figure prints it: null where the colour scale has ended. */
export interface FigureGrid {
  /** Largest first. */
  learningRate: readonly number[];
  /** Smallest first. */
  weightDecay: readonly number[];
  /** `error[row][column]`, in per cent. */
  error: readonly (readonly (number | null)[])[];
}

/** The grid read off a printed heat map; its nulls become `saturated` cells. */
export function gridOfFigure(figure: FigureGrid): Grid {
  return {
    learningRate: [...figure.learningRate],
    weightDecay: [...figure.weightDecay],
    cells: figure.error.map((row) =>
      row.map((value) => ({ state: value === null ? "saturated" : "measured", value, seeds: 1 })),
    ),
  };
}

/** A measured cell and where it lies. */
export interface PlacedCell {
  row: number;
  column: number;
  value: number;
}

/** The measured cells, best (smallest) first; equal ones in reading order. */
export function rankedCells(grid: Grid): PlacedCell[] {
  return grid.cells
    .flatMap((cells, row) => cells.map(({ value }, column) => ({ row, column, value })))
    .filter((cell): cell is PlacedCell => cell.value !== null)
    .sort((a, b) => a.value - b.value);
}
