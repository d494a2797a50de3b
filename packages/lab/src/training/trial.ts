/** A decay convention, by its name in `lehr`. */
export type DecayName = "l2" | "decoupled" | "lrScaled" | "corrected" | "normalized";

/** A value of an optimizer's option: `beta1`, `nesterov` ... */
export type OptionValue = number | boolean | string;

/** One training run to do: what distinguishes it from the others of its study. */
export interface Trial {
  /** Which line of the plan it belongs to: within a series only rate, decay, options and seed differ. */
  series: string;
  /** A name in the lab's list of optimizers. */
  optimizer: string;
  /** The convention that `weightDecay` is in. */
  decay: DecayName;
  /** How a schedule reads: "cosine", "restarts-10-2"; see `training/schedules.ts`. */
  schedule: string;
  /** The initial learning rate, alpha. */
  learningRate: number;
  /** Lambda, in the unit of `decay`. */
  weightDecay: number;
  /** What else is set of the optimizer, by `lehr`'s names and those of `CommonOptions`; the rest is as `lehr` has it. */
  options: Readonly<Record<string, OptionValue>>;
  /** Passes over the training examples. */
  epochs: number;
  /** Initialization, order, augmentation and noise come from it. */
  seed: number;
}

/** What all trials of a study share. */
export interface Task {
  /** How a dataset reads ("cifar10", "csv:flowers.csv"), or "module:" and the absolute path of a user's own task. */
  dataset: string;
  /** How a model reads: "cnn", "shake-shake-26-2x64d"; "own" for a user's own task, which brings it. */
  model: string;
  /** Training examples, drawn from the whole training set, balanced over classes; null for all of them. */
  trainSize: number | null;
  /** The seed of that draw: every trial of a study sees the same examples. */
  subsetSeed: number;
  batchSize: number;
  /** Test loss and error are measured after every so many epochs, and after the last. */
  evaluateEvery: number;
}
