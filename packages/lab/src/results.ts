import type { Json } from "./json.js";
import type { OptimizerSummary, ResultScale } from "./measures/summary.js";
import type { Task, Trial } from "./training/trial.js";

/** What one epoch of a trial measured. Errors are in per cent, losses are means over examples. */
export interface EpochResult {
  /** 1-based. */
  epoch: number;
  /** The learning rate in force at the epoch's last update. */
  learningRate: number;
  /** What the decay of that update multiplied weights by, subtracted from one; for L2, lambda itself. */
  decay: number;
  trainLoss: number;
  /** Null where the test set was not looked at. */
  testLoss: number | null;
  /** Top-1 error on the test set, in per cent; null where it was not looked at. */
  testError: number | null;
  /** Top-5 error on the test set, in per cent; null where it was not looked at or there are five classes or fewer. */
  testTop5Error: number | null;
}

/** A classification's test error: of the best guess, or of the five best. */
export type ErrorKind = "top-1" | "top-5";

/**
 * How a trial ended: "finished" all its epochs; "diverged" (loss or parameters stopped being finite); "stopped"
 * early, because others did better; "failed" (its process died, again and again, or it could not be run).
 */
export type Outcome = "finished" | "diverged" | "stopped" | "failed";

/** One training run that is done. */
export interface TrialResult extends Trial {
  outcome: Outcome;
  /** What went wrong, of a trial that failed. */
  message?: string;
  /** The epochs it finished, in order. */
  history: EpochResult[];
  /** Test error after the last epoch, in per cent; null unless it finished. */
  testError: number | null;
  /** What the experiment measured of its solution, where it measures any. */
  measures?: Json;
}

export interface TaskDescription extends Task {
  /** The dataset's or the user's own name for it. */
  name: string;
  /** How many numbers the model trains. */
  parameters: number;
  trainSize: number;
  testSize: number;
  /** 0 if it is not a classification. */
  classes: number;
  /** SHA-256 of the bundled module of a user's own task. */
  source?: string;
  /** SHA-256 of the examples of a user's own data, as they are loaded (see `contentHash`). */
  data?: string;
}

/** One line of a plan: an optimizer with a schedule, over a grid. */
export interface Series {
  optimizer: string;
  decay: Trial["decay"];
  schedule: string;
  options: Trial["options"];
  epochs: number;
  learningRates: number[];
  weightDecays: number[];
}

/** The contents of `results.json`. The same plan gives the same bytes, however often it was interrupted. */
export interface Results {
  study: string;
  /** The experiment's name, or "search". */
  experiment: string;
  preset: string;
  seed: number;
  /** Seeds of each cell: seed, seed + 1, ... */
  seeds: number;
  task: TaskDescription;
  /** What was to be run, by series. */
  series: Record<string, Series>;
  /** On which cells are compared, of test error in per cent and of test loss. */
  scales: { error: ResultScale; loss: ResultScale };
  /** The test error that the scales, the summary and the report are about; left out: top-1. */
  error?: ErrorKind;
  /** The trials that are done, in the order of the plan. */
  trials: TrialResult[];
  /** What the grid of each series says. */
  summary: Record<string, OptimizerSummary>;
  /** What the experiment found out about its solutions beside one another, where it asks, once all trials are done. */
  comparison?: Json;
}
