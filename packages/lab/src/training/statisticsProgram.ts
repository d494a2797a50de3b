import { type CompileOptions, compile, type Spec } from "@lehr/engine";
import type * as tf from "@tensorflow/tfjs-core";
import type { Problem } from "../tasks/problem.js";
import type { TrainingBatch } from "./learner.js";
import type { Arrays, Program, Tensors } from "./program.js";
import { initialStatistics, updateStatistics } from "./statistics.js";
import { trainingLoss, trainingSpec } from "./trainingProgram.js";

/** Collects the statistics that belong to weights which no update has passed through. */
export interface StatisticsCollector {
  /** The mean, over an epoch's examples, of the means and variances that the normalized layers see at these weights. */
  collect(weights: Arrays, batches: Iterable<TrainingBatch>): Promise<Record<string, Float32Array>>;
  /** Frees what is compiled. */
  dispose(): void;
}

/** Compiles for each size of batch when it first comes: most trainings need none. */
export function statisticsCollector(problem: Problem, options: CompileOptions): StatisticsCollector {
  const programs = new Map<number, Program>();
  return {
    async collect(weights, batches) {
      const collected = initialStatistics(problem);
      if (Object.keys(collected).length === 0) return collected;
      let examples = 0;
      for (const { size, feeds, noise } of batches) {
        if (!programs.has(size)) programs.set(size, await compileStatistics(problem, size, options));
        const seen = await programs.get(size)!({ ...feeds, ...noise, ...weights });
        examples += size;
        updateStatistics(collected, seen as Arrays, size / examples);
      }
      return collected;
    },
    dispose() {
      for (const program of programs.values()) program.dispose();
      programs.clear();
    },
  };
}

/**
 * What the normalized layers see of a batch in training. Takes what `compileTraining` takes; gives `<layer>/mean` and
 * `<layer>/variance`.
 */
function compileStatistics(problem: Problem, batchSize: number, options: CompileOptions): Promise<Program> {
  return compile<Spec, string>(
    (inputs: Tensors) => {
      const statistics: Record<string, tf.Tensor> = {};
      trainingLoss(problem, inputs, inputs, (name, statistic) => {
        statistics[name] = statistic;
      });
      return statistics;
    },
    trainingSpec(problem, batchSize),
    options,
  );
}
