import { compileTrainingStep, type Spec, type TrainingStep } from "@lehr/engine";
import * as tf from "@tensorflow/tfjs-core";
import type { Optimizer } from "lehr";
import { initializeParameters } from "../models/initializers.js";
import { optimizers } from "../optimizers.js";
import type { LearningTask } from "../tasks/learningTask.js";
import type { Problem } from "../tasks/problem.js";
import { UsageError } from "../usageError.js";
import type { Learner } from "./learner.js";
import { noiseSpec, type Tensors } from "./program.js";
import { initialStatistics, momentum } from "./statistics.js";
import { trainingLoss } from "./trainingProgram.js";

type Step = TrainingStep<Spec>;

/**
 * Trains on the graphics processor, through WebGPU: parameters, the optimizer's memory and running statistics stay in
 * its memory from update to update. Where a loss is not finite, the update has been made all the same.
 *
 * @param batchSize of all batches but, perhaps, an epoch's last.
 */
export async function deviceLearner(
  { problem, trainSize }: LearningTask,
  batchSize: number,
): Promise<Learner> {
  /** Steps by batch size; all train the same parameters. Compiled when the first training begins. */
  const steps = new Map<number, Step>();
  const whole = Math.min(batchSize, trainSize);
  const sizes = new Set([whole, trainSize % whole || whole]);
  const step = () => steps.get(whole)!;

  const beginning = (trial: { seed: number }) => ({
    params: initializeParameters(problem.parameters, trial.seed),
    state: initialStatistics(problem),
  });
  const compileFor = async (optimizer: Optimizer, { params, state }: ReturnType<typeof beginning>) => {
    const shaped = (arrays: Record<string, Float32Array>) =>
      Object.fromEntries(
        Object.entries(arrays).map(([name, values]) => [
          name,
          { shape: problem.parameters[name]?.shape ?? [values.length], values },
        ]),
      );
    for (const size of sizes) {
      const inputs = { ...problem.inputs(size), ...noiseSpec(problem.noise, size) };
      const compiled =
        size === whole
          ? await compileTrainingStep({
              device: "webgpu",
              inputs,
              params: shaped(params),
              state: shaped(state),
              optimizer,
              loss: (tensors) => lossWithStatistics(problem, tensors),
            })
          : await step().forInputs(inputs);
      steps.set(size, compiled as unknown as Step);
    }
  };

  return {
    async begin(trial, optimizer) {
      if (optimizers[trial.optimizer]!.around || optimizer.rule.evaluation !== undefined) {
        throw new UsageError(
          `${trial.optimizer} trains on the processor only; leave --device out, or choose another optimizer`,
        );
      }
      const start = beginning(trial);
      if (steps.size === 0) await compileFor(optimizer, start);
      else await step().restart({ ...start, optimizer });
    },
    async update(batch) {
      return (await steps.get(batch.size)!({ ...batch.feeds, ...batch.noise })).loss;
    },
    get updates() {
      return step().updates;
    },
    evaluated: async () => ({ ...(await step().evaluationParameters()), ...(await step().state()) }),
    snapshot: async () => ({
      parameters: await step().parameters(),
      statistics: await step().state(),
      optimizer: await step().optimizerState(),
    }),
    async restore({ parameters, statistics, optimizer }) {
      await step().restart({ params: parameters, state: statistics });
      await step().loadOptimizerState(optimizer);
    },
    dispose() {
      for (const compiled of steps.values()) compiled.dispose();
    },
  };
}

/** The loss of a batch, and where the running statistics go from there. */
function lossWithStatistics(
  problem: Problem,
  { inputs, params, state }: { inputs: Tensors; params: Tensors; state: Tensors },
) {
  const moved: Record<string, tf.Tensor> = {};
  const loss = trainingLoss(problem, params, inputs, (name, seen) => {
    moved[name] = tf.add(tf.mul(state[name]!, 1 - momentum), tf.mul(seen, momentum));
  });
  return { loss, state: moved };
}
