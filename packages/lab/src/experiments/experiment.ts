import type { Json } from "../json.js";
import type { Scale } from "../measures/scale.js";
import type { ReportParts } from "../report/parts.js";
import type { ErrorKind, Results, Series, TrialResult } from "../results.js";
import type { LearningTask } from "../tasks/learningTask.js";
import type { Arrays } from "../training/program.js";
import type { Task, Trial } from "../training/trial.js";

/** An experiment at one budget. */
export interface Preset {
  /** What it costs and what it trains, in a line of help. */
  summary: string;
  task: Omit<Task, "subsetSeed">;
  /** Seeds of each cell, unless told otherwise. */
  seeds: number;
  /** What is run, by the name of the series; trials run in this order, all of one seed before the next seed. */
  series: Readonly<Record<string, Series>>;
  /** The series it runs unless told otherwise. Default: all. */
  usual?: readonly string[];
  /** The scales on which cells are compared: test error in per cent, test loss in nats. */
  scales: { error: Scale; loss: Scale };
  /** The test error that measures and reports are about. Default: "top-1". */
  error?: ErrorKind;
}

/** A trial that finished, with the weights it left: those to deploy, and the running statistics that belong to them. */
export interface Solution {
  trial: TrialResult;
  weights: Arrays;
}

export interface MeasureOptions {
  /** Threads that may compute; default 1. */
  threads?: number;
  signal?: AbortSignal | undefined;
}

export interface CompareOptions {
  signal?: AbortSignal | undefined;
  progress?(done: number, total: number): void;
}

/** A question put to the optimizers, at several budgets. */
export interface Experiment {
  name: string;
  /** The question, in a line of help. */
  question: string;
  presets: Readonly<Record<string, Preset>>;
  /**
   * What is measured of a trial's solution, in the worker process, when training has finished; it is stored with the
   * trial and part of the results, so the same solution has to give the same.
   *
   * @param solution parameters and running statistics, not to be changed.
   * @throws the signal's reason.
   */
  measure?(task: LearningTask, solution: Arrays, trial: Trial, options: MeasureOptions): Promise<Json>;
  /** Whether solutions are kept in the store. */
  keepWeights?: true;
  /**
   * What the kept solutions say beside one another, once all trials are done; it is computed once and part of the
   * results.
   *
   * @param solutions in the order of the plan.
   * @throws the signal's reason.
   */
  compare?(task: LearningTask, solutions: readonly Solution[], options: CompareOptions): Promise<Json>;
  /** What the results say, as lines for the terminal. What draws and tells is loaded only when it is called. */
  lines(results: Results): Promise<string[]>;
  /** What the report shows and says. */
  report(results: Results): Promise<ReportParts>;
}

/** Values from `first` to `last`, each `step` times the one before, ends included. */
export function geometric(first: number, last: number, step: number): number[] {
  const count = Math.round(Math.log(last / first) / Math.log(step)) + 1;
  return Array.from({ length: count }, (_, i) => Number((first * step ** i).toPrecision(12)));
}
