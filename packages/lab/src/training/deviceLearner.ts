import { compileTrainingStep, type Spec, type TrainingStep } from "@lehr/engine";
import * as tf from "@tensorflow/tfjs-core";
import type { Optimizer } from "lehr";
import { initializeParameters } from "../models/initializers.js";
import { type Around, optimizers, optionsAround } from "../optimizers.js";
import type { LearningTask } from "../tasks/learningTask.js";
import type { Problem } from "../tasks/problem.js";
import { lossAtAscent } from "./ascent.js";
import { checkDevice } from "./checkDevice.js";
import { epochAverage } from "./epochAverage.js";
import type { Learner } from "./learner.js";
import { noiseSpec, type Tensors } from "./program.js";
import { initialStatistics, momentum } from "./statistics.js";
import { statisticsCollector } from "./statisticsProgram.js";
import { trainingLoss } from "./trainingProgram.js";

type Step = TrainingStep<Spec>;

/** The input of a step that carries an option of its ascent. */
const ascentOf = (option: string): string => `ascent/${option}`;

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
  const collector = statisticsCollector(problem, { device: "webgpu" });
  /** What the steps' ascent is told; its names are part of what is compiled. */
  let ascent: Record<string, Float32Array> = {};
  let average: ReturnType<typeof epochAverage> | undefined;
  let collects = false;

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
    const climbs: Spec = Object.fromEntries(Object.keys(ascent).map((name) => [name, { shape: [] }]));
    for (const size of sizes) {
      const inputs = { ...problem.inputs(size), ...noiseSpec(problem.noise, size), ...climbs };
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
  const release = () => {
    for (const compiled of steps.values()) compiled.dispose();
    steps.clear();
  };

  return {
    async begin(trial, optimizer, run) {
      checkDevice("webgpu", trial);
      const { around } = optimizers[trial.optimizer]!;
      const options = around === undefined ? {} : optionsAround(trial, around);
      const climbs = ascentFeeds(around, options);
      if (String(Object.keys(climbs)) !== String(Object.keys(ascent))) release();
      ascent = climbs;
      const start = beginning(trial);
      average =
        around?.kind === "average" ? epochAverage(around.when(options, run), start.params) : undefined;
      collects = optimizer.rule.evaluation !== undefined;
      if (steps.size === 0) await compileFor(optimizer, start);
      else await step().restart({ ...start, optimizer });
    },
    async update({ size, feeds, noise }) {
      const { loss } = await steps.get(size)!({ ...feeds, ...noise, ...ascent });
      if (average?.takesIn(step().updates)) average.takeIn(await step().parameters());
      return loss;
    },
    get updates() {
      return step().updates;
    },
    async evaluated(batches) {
      const mean = average?.mean();
      const weights = mean ?? (await step().evaluationParameters());
      const collected = collects || mean !== undefined;
      return {
        ...weights,
        ...(collected ? await collector.collect(weights, batches()) : await step().state()),
      };
    },
    async snapshot() {
      const optimizer = await step().optimizerState();
      return {
        parameters: await step().parameters(),
        statistics: await step().state(),
        optimizer: average === undefined ? optimizer : average.addTo(optimizer),
      };
    },
    async restore({ parameters, statistics, optimizer }) {
      const state = average === undefined ? optimizer : average.takeFrom(optimizer);
      await step().restart({ params: parameters, state: statistics });
      await step().loadOptimizerState(state);
    },
    dispose() {
      release();
      collector.dispose();
    },
  };
}

/** What a step with an ascent is fed beside the batch. */
function ascentFeeds(around: Around | undefined, options: Readonly<Record<string, number>>) {
  if (around?.kind !== "ascent") return {};
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => [ascentOf(name), Float32Array.of(value)]),
  );
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
  const [rho, eta] = [inputs[ascentOf("rho")], inputs[ascentOf("eta")]] as (tf.Scalar | undefined)[];
  if (rho === undefined) return { loss, state: moved };
  // The second phase has the same noise, and the statistics stay those of the first.
  const lossAt = (at: Tensors) => trainingLoss(problem, at, inputs, () => {});
  return { loss: lossAtAscent(loss, lossAt, params, { rho, ...(eta && { eta }) }), state: moved };
}
