import type { Scale } from "../measures/scale.js";
import type { Task } from "../training/trial.js";

/** The values an optimizer is tried with. */
export interface OptimizerGrid {
  learningRates: readonly number[];
  /** In the unit of the optimizer's decay. */
  weightDecays: readonly number[];
}

/** An experiment at one budget. */
export interface Preset {
  /** What it costs and what it trains, in a line of help. */
  summary: string;
  task: Omit<Task, "subsetSeed">;
  schedule: string;
  /** The optimizers it runs unless told otherwise. */
  optimizers: readonly string[];
  grids: Readonly<Record<string, OptimizerGrid>>;
  /** The scales on which cells are compared: test error in per cent, test loss in nats. */
  scales: { error: Scale; loss: Scale };
}

/** A question put to the optimizers, at several budgets. */
export interface Experiment {
  name: string;
  /** The question, in a line of help. */
  question: string;
  presets: Readonly<Record<string, Preset>>;
}

/** Values from `first` to `last`, each `step` times the one before, ends included. */
export function geometric(first: number, last: number, step: number): number[] {
  const count = Math.round(Math.log(last / first) / Math.log(step)) + 1;
  return Array.from({ length: count }, (_, i) => Number((first * step ** i).toPrecision(12)));
}
