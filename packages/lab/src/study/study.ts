import type { Dataset } from "../data/dataset.js";
import { type Plan, trialsOf } from "../experiments/plan.js";
import { summarize } from "../measures/summarize.js";
import { modelNamed } from "../models/index.js";
import { parameterCount } from "../models/model.js";
import type { Results, TrialResult } from "../results.js";
import { imageTaskOf } from "../training/trainer.js";
import type { Trial } from "../training/trial.js";
import { UsageError } from "../usageError.js";

/** A plan under way: its trials and what is known of them. */
export interface Study {
  plan: Plan;
  trials: Trial[];
  record(index: number, result: TrialResult): void;
  /** What is known by now, in the order of the plan. */
  results(): Results;
}

/** @throws UsageError if more training images are asked for than there are. */
export function createStudy(plan: Plan, dataset: Dataset): Study {
  const { task, grids, scales } = plan;
  if (task.trainSize > dataset.train.size) {
    throw new UsageError(`--train-size must be at most ${dataset.train.size}, got ${task.trainSize}`);
  }
  const trials = trialsOf(plan);
  const finished = new Map<number, TrialResult>();
  const planned = Object.fromEntries(
    Object.entries(grids).map(([name, grid]) => [
      name,
      { learningRate: [...grid.learningRates], weightDecay: [...grid.weightDecays] },
    ]),
  );
  const model = modelNamed(task.model, imageTaskOf(dataset));
  return {
    plan,
    trials,
    record: (index, result) => finished.set(index, result),
    results() {
      const done = trials.flatMap((_, index) => finished.get(index) ?? []);
      return {
        experiment: plan.experiment,
        preset: plan.preset,
        seed: plan.seed,
        task: {
          dataset: dataset.name,
          model: model.name,
          parameters: parameterCount(model),
          trainSize: task.trainSize,
          testSize: dataset.test.size,
          epochs: task.epochs,
          batchSize: task.batchSize,
        },
        plan: planned,
        scales,
        trials: done,
        summary: summarize(done, { ...scales, plan: planned }),
      };
    },
  };
}
