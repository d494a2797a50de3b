/** One training run to do: what distinguishes it from the others of its study. */
export interface Trial {
  /** A name in the lab's list of optimizers. */
  optimizer: string;
  /** A name in the lab's list of schedules. */
  schedule: string;
  /** The initial learning rate, alpha. */
  learningRate: number;
  /** Lambda, in the unit of the optimizer's decay. */
  weightDecay: number;
  /** Initialization, order and augmentation come from it. */
  seed: number;
}

/** What all trials of a study share. */
export interface Task {
  /** A name in the lab's list of models. */
  model: string;
  /** Training images, drawn from the whole training set, balanced over classes. */
  trainSize: number;
  /** The seed of that draw: every trial of a study sees the same images. */
  subsetSeed: number;
  epochs: number;
  batchSize: number;
}
