import type { TensorArray } from "@lehr/engine";
import type { Problem } from "./problem.js";

/** Some examples, as a program is fed them. */
export interface ExampleBatch {
  /** Number of examples. */
  size: number;
  /** Arrays by the problem's input names. */
  feeds: Readonly<Record<string, TensorArray>>;
}

export interface EpochOptions {
  seed: number;
  /** 1-based. */
  epoch: number;
  batchSize: number;
  /** The first batch to yield, as though those before it had been taken; default 0. */
  from?: number;
}

/** Something to learn, with its data. */
export interface LearningTask {
  readonly name: string;
  /** How many classes it tells apart; 0 if it is not a classification. */
  readonly classes: number;
  readonly problem: Problem;
  readonly trainSize: number;
  readonly testSize: number;
  /** SHA-256 of the module it comes from; undefined for what comes with the lab. */
  readonly source?: string;
  /** SHA-256 of its examples (see `contentHash`); undefined for data that come with the lab. */
  readonly data?: string;
  /**
   * The training examples in the order of one epoch, varied as the task does; they depend on seed and epoch alone.
   * A batch's arrays are overwritten by the next one. The last batch may be smaller.
   */
  trainingBatches(options: EpochOptions): Iterable<ExampleBatch>;
  /** The examples of a part as they are, in order, in arrays of their own. The last batch may be smaller. */
  batches(part: "train" | "test", batchSize: number): Iterable<ExampleBatch>;
}
