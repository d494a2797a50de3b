import { type FindLearningRateOptions, type FoundLearningRate, findLearningRate } from "lehr";
import { optimizerOf } from "../optimizers.js";
import type { LearningTask } from "../tasks/learningTask.js";
import { hostLearner } from "./hostLearner.js";
import type { TrainingBatch } from "./learner.js";
import { scheduleNamed } from "./schedules.js";
import { batchesOf, runLength } from "./trainer.js";
import type { Trial } from "./trial.js";

export interface RangeTestOptions extends Pick<FindLearningRateOptions, "from" | "to" | "updates"> {
  batchSize: number;
  /** How many threads a program may use. */
  threads: number;
  /** Told after each update how many there have been. */
  onUpdate?(updates: number): void;
}

/**
 * The learning-rate range test of `lehr` on a task: trains from the trial's initial weights, at a constant rate but
 * for its growth from one update to the next.
 *
 * @param trial its learning rate, schedule and epochs do not matter.
 * @throws as `findLearningRate`, for its options.
 */
export async function rangeTest(
  task: LearningTask,
  trial: Trial,
  { batchSize, threads, onUpdate, ...options }: RangeTestOptions,
): Promise<FoundLearningRate> {
  const learner = await hostLearner(task, batchSize, threads);
  try {
    const run = runLength(task, batchSize, trial);
    let current = 0;
    const schedule = scheduleNamed("fixed")(run.updates, run.updatesPerEpoch);
    await learner.begin(trial, optimizerOf({ ...trial, learningRate: () => current }, schedule), run);
    const batches = endless(task, trial, batchSize);
    let updates = 0;
    return await findLearningRate(async (learningRate) => {
      current = learningRate;
      const loss = await learner.update(batches.next().value);
      onUpdate?.(++updates);
      return loss;
    }, options);
  } finally {
    learner.dispose();
  }
}

/** The batches of one epoch after the other. */
function* endless(task: LearningTask, trial: Trial, batchSize: number): Generator<TrainingBatch, never> {
  for (let epoch = 1; ; epoch++) yield* batchesOf(task, trial, { epoch, batch: 0 }, batchSize);
}
