import { compileTrainingStep, type Device } from "@lehr/engine";
import type * as tf from "@tensorflow/tfjs-core";
import type { Optimizer } from "lehr";
import { noiseSpec } from "../program.js";
import { initialStatistics } from "../statistics.js";
import { trainingLoss } from "../trainingProgram.js";
import { type SeededTraining, seededTraining } from "./seededTraining.js";

/** A training on a device as one compiled step, whose state is what the layers saw of the last batch. */
export async function trainingOn(device: Device, training: SeededTraining, optimizer: Optimizer) {
  const { problem, parameters, feeds } = seededTraining(training);
  const { batch } = training;
  const statistics = Object.entries(initialStatistics(problem));
  const step = await compileTrainingStep({
    device,
    inputs: { ...problem.inputs(batch), ...noiseSpec(problem.noise, batch) },
    params: Object.fromEntries(
      Object.entries(parameters).map(([name, values]) => [
        name,
        { shape: problem.parameters[name]!.shape, values },
      ]),
    ),
    state: Object.fromEntries(statistics.map(([name, values]) => [name, { shape: [values.length], values }])),
    optimizer,
    loss({ inputs, params }) {
      const state: Record<string, tf.Tensor> = {};
      const loss = trainingLoss(problem, params, inputs, (name, seen) => {
        state[name] = seen;
      });
      return { loss, state };
    },
  });
  type Fed = Parameters<typeof step>[0];
  return { step, feeds: feeds as (step: number) => Fed };
}
