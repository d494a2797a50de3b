import type { TrialResult } from "../results.js";

/**
 * What is known of one cell: `measured`; `saturated` (a figure says only that it is beyond its colour scale);
 * `diverged` (training stopped being finite); `missing` (not run, failed, or stopped early).
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

/** What one series reached over learning rate x weight decay. */
export interface Grid {
  /** The rows, largest first, as the paper draws them. */
  learningRate: number[];
  /** The columns, smallest first; may begin with 0. */
  weightDecay: number[];
  /** `cells[row][column]`. */
  cells: Cell[][];
}

/** The values along both axes of a grid, in any order; a `Series` has them. */
export interface GridAxes {
  learningRates: readonly number[];
  weightDecays: readonly number[];
}

/** A number that a finished trial leaves behind; lower is better. */
export type Metric = (trial: TrialResult) => number | null;

/** Top-1 error on the test set after the last epoch, in per cent. */
export const testError: Metric = (trial) => trial.testError;

/** Mean loss on the test set after the last epoch; for a classification cross-entropy, in nats. */
export const testLoss: Metric = (trial) => trial.history.at(-1)?.testLoss ?? null;

/** What each seed of each cell came to: the value of a metric, or null where the training diverged. */
export interface GridSamples {
  /** The rows, largest first. */
  learningRate: number[];
  /** The columns, smallest first. */
  weightDecay: number[];
  /** `samples[row][column]`; trials that failed or were stopped leave none. */
  samples: (number | null)[][][];
}

/**
 * What the trials of one series came to, cell by cell.
 *
 * @param trials of one series, in any order.
 * @param metric what to compare; default: test error in per cent.
 * @param axes values that were planned, so that cells not yet run are there; default: only the values that occur
 *   in the trials.
 */
export function samplesOfTrials(
  trials: readonly TrialResult[],
  metric: Metric = testError,
  axes?: GridAxes,
): GridSamples {
  const values = (planned: readonly number[] = [], run: readonly number[]) => [
    ...new Set([...planned, ...run]),
  ];
  const learningRate = values(
    axes?.learningRates,
    trials.map((trial) => trial.learningRate),
  ).sort((a, b) => b - a);
  const weightDecay = values(
    axes?.weightDecays,
    trials.map((trial) => trial.weightDecay),
  ).sort((a, b) => a - b);
  const samples = learningRate.map(() => weightDecay.map((): (number | null)[] => []));
  const rows = new Map(learningRate.map((value, row) => [value, row]));
  const columns = new Map(weightDecay.map((value, column) => [value, column]));
  for (const trial of trials) {
    const cell = samples[rows.get(trial.learningRate)!]![columns.get(trial.weightDecay)!]!;
    if (trial.outcome === "diverged") cell.push(null);
    const value = trial.outcome === "finished" ? metric(trial) : null;
    if (value !== null) cell.push(value);
  }
  return { learningRate, weightDecay, samples };
}

/**
 * The grid of these samples. A cell is the mean over its seeds; it is `diverged` as soon as one seed is: the mean
 * of the others would flatter it.
 */
export function gridOfSamples({ learningRate, weightDecay, samples }: GridSamples): Grid {
  return { learningRate, weightDecay, cells: samples.map((cells) => cells.map(cellOf)) };
}

/** The grid that the trials of one series span; the parameters are those of `samplesOfTrials`. */
export function gridOfTrials(trials: readonly TrialResult[], metric?: Metric, axes?: GridAxes): Grid {
  return gridOfSamples(samplesOfTrials(trials, metric, axes));
}

/** A cell of these samples. */
export function cellOf(samples: readonly (number | null)[]): Cell {
  const seeds = samples.length;
  if (seeds === 0) return { state: "missing", value: null, seeds };
  let sum = 0;
  for (const sample of samples) {
    if (sample === null) return { state: "diverged", value: null, seeds };
    sum += sample;
  }
  return { state: "measured", value: sum / seeds, seeds };
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
