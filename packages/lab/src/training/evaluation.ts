import type { CompileOptions } from "@lehr/engine";
import type { ExampleBatch, LearningTask } from "../tasks/learningTask.js";
import { compileEvaluation, counted } from "./evaluationProgram.js";
import type { Arrays } from "./program.js";

/** Examples judged at once. */
const batchSize = 100;

/** What a network makes of the test set. */
export interface Judgement {
  /** Mean loss. */
  loss: number;
  /** Top-1 error, in per cent. */
  error: number;
  /** Top-5 error, in per cent; null where there are five classes or fewer. */
  top5Error: number | null;
}

/** The test set, ready to be judged on again and again. */
export interface Evaluation {
  /** @param state parameters, and means and variances of the normalized layers, by name. */
  judge(state: Arrays): Promise<Judgement>;
}

/**
 * Prepares the test set once, in memory: 4 bytes a value, 123 MB for CIFAR-10. Each judgement compiles the network
 * with the parameters of that moment.
 */
export function createEvaluation(task: LearningTask, options: CompileOptions): Evaluation {
  const size = Math.min(batchSize, task.testSize);
  const batches = [...task.batches("test", size)].map((batch) => filledUp(batch, size));
  return {
    async judge(state) {
      const program = await compileEvaluation(task.problem, state, size, options);
      const sums: Record<string, number> = {};
      try {
        for (const batch of batches) {
          for (const [name, values] of Object.entries(await program(batch))) {
            sums[name] = (sums[name] ?? 0) + values[0]!;
          }
        }
      } finally {
        program.dispose();
      }
      const perCent = (sum: number) => (100 * sum) / task.testSize;
      return {
        loss: sums.loss! / task.testSize,
        error: perCent(sums.error!),
        top5Error: sums.top5Error === undefined ? null : perCent(sums.top5Error),
      };
    },
  };
}

/** A batch at full size: examples that do not count fill it up. */
function filledUp({ size, feeds }: ExampleBatch, full: number): ExampleBatch["feeds"] {
  const whole = Object.entries(feeds).map(([name, values]) => {
    if (size === full) return [name, values];
    const longer = new (values.constructor as Float32ArrayConstructor)((values.length / size) * full);
    longer.set(values);
    return [name, longer];
  });
  return { ...Object.fromEntries(whole), [counted]: new Float32Array(full).fill(1, 0, size) };
}
