import type { AnyBound, Optimizer } from "lehr";
import { initializeParameters } from "../models/initializers.js";
import { type Driven, driven } from "../optimizers.js";
import type { LearningTask } from "../tasks/learningTask.js";
import type { Learner, TrainingBatch } from "./learner.js";
import { type Arrays, gradientOf, type Program } from "./program.js";
import { initialStatistics, updateStatistics } from "./statistics.js";
import { statisticsCollector } from "./statisticsProgram.js";
import { compileTraining } from "./trainingProgram.js";

/**
 * Trains on the processor: a compiled program reads the optimizer's parameters and writes its gradients where they
 * lie, and `lehr` steps. Where a loss is not finite, nothing has changed.
 *
 * @param batchSize of all batches but, perhaps, an epoch's last.
 * @param threads how many threads a program may use.
 */
export async function hostLearner(
  { problem, trainSize }: LearningTask,
  batchSize: number,
  threads: number,
): Promise<Learner> {
  const programs = new Map<number, Program>();
  const whole = Math.min(batchSize, trainSize);
  for (const size of new Set([whole, trainSize % whole || whole])) {
    programs.set(size, await compileTraining(problem, size, { threads }));
  }
  const collector = statisticsCollector(problem, { threads });
  const shapes = Object.fromEntries(
    Object.entries(problem.parameters).map(([name, { shape }]) => [name, shape]),
  );
  let optimizer: Optimizer;
  let bound: AnyBound;
  let model: Driven;
  let outputs: Record<string, Float32Array>;
  let statistics: Record<string, Float32Array>;

  /** Loss and statistics of a batch at some weights; the gradients go to the optimizer's arrays. */
  const run = (batch: TrainingBatch, weights: Arrays) =>
    programs.get(batch.size)!({ ...batch.feeds, ...batch.noise, ...weights }, { outputs });
  const own = () => bound.params as Arrays;

  return {
    async begin(trial, madeBy, length) {
      optimizer = madeBy;
      bound = optimizer.bind(initializeParameters(problem.parameters, trial.seed), { shapes });
      model = driven(trial, bound, length);
      outputs = Object.fromEntries(
        Object.entries(bound.gradients as Record<string, Float32Array>).map(([name, gradient]) => [
          gradientOf(name),
          gradient,
        ]),
      );
      statistics = initialStatistics(problem);
    },

    async update(batch) {
      const result = await run(batch, own());
      const loss = result.loss![0]!;
      if (!Number.isFinite(loss)) return loss;
      updateStatistics(statistics, result as Record<string, Float32Array>);
      if ("ascend" in model) {
        model.ascend();
        // The same noise, and the statistics stay those of the first phase.
        await run(batch, own());
        model.descend();
      } else {
        model.step();
      }
      return loss;
    },

    get updates() {
      return bound.updates;
    },

    async evaluated(batches) {
      const weights = model.evaluationWeights() as Arrays;
      const averaged = "averaged" in model && (model.averaged as number) > 0;
      if (!averaged && optimizer.rule.evaluation === undefined) return { ...weights, ...statistics };
      return { ...weights, ...(await collector.collect(weights, batches())) };
    },

    async snapshot() {
      const copies = (arrays: Arrays) =>
        Object.fromEntries(Object.entries(arrays).map(([name, values]) => [name, values.slice()]));
      return { parameters: copies(own()), statistics: copies(statistics), optimizer: model.stateDict() };
    },

    async restore(snapshot) {
      // First what checks, so that a snapshot of something else changes nothing.
      model.loadStateDict(snapshot.optimizer);
      for (const [name, values] of Object.entries(own())) values.set(snapshot.parameters[name]!);
      for (const [name, values] of Object.entries(statistics)) values.set(snapshot.statistics[name]!);
    },

    dispose() {
      for (const program of programs.values()) program.dispose();
      collector.dispose();
    },
  };
}
