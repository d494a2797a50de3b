import type { Optimizer } from "lehr";
import type { RunLength } from "../optimizers.js";
import type { ExampleBatch } from "../tasks/learningTask.js";
import type { Snapshot } from "./checkpoint.js";
import type { Arrays } from "./program.js";
import type { Trial } from "./trial.js";

/** A batch with the noise that was drawn for it. */
export interface TrainingBatch extends ExampleBatch {
  noise: Arrays;
}

/** A network under training, with the optimizer that moves it, on the processor or on a device. */
export interface Learner {
  /** Starts a training: initial parameters of the trial's seed, an optimizer that has seen nothing. */
  begin(trial: Trial, optimizer: Optimizer, run: RunLength): Promise<void>;
  /** One update. @returns the batch's mean loss before it; where that is not finite, the training has diverged. */
  update(batch: TrainingBatch): Promise<number>;
  /** Updates done. */
  readonly updates: number;
  /**
   * What is to be judged: the weights to deploy, with the statistics that belong to them.
   *
   * @param batches one epoch of training, for weights whose statistics have to be collected anew.
   */
  evaluated(batches: () => Iterable<TrainingBatch>): Promise<Arrays>;
  snapshot(): Promise<Snapshot>;
  /** Goes on from a snapshot of the training that has begun. */
  restore(snapshot: Snapshot): Promise<void>;
  /** Frees what is compiled. */
  dispose(): void;
}
