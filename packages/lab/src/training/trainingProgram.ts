import { batchNormTraining, type CompileOptions, compile, type Spec } from "@lehr/engine";
import * as tf from "@tensorflow/tfjs-core";
import type { Normalize } from "../models/model.js";
import type { Problem } from "../tasks/problem.js";
import {
  epsilon,
  gradientOf,
  meanOf,
  noiseOf,
  noiseSpec,
  type Program,
  type Tensors,
  varianceOf,
} from "./program.js";

/**
 * One step's mean loss and its gradients, with the mean and the unbiased variance that each normalized layer saw.
 *
 * Inputs: the problem's, its parameters and, as `noise/<name>`, its noise. Outputs: `loss`, `grad/<parameter>`,
 * `<layer>/mean` and `<layer>/variance`.
 */
export function compileTraining(
  problem: Problem,
  batchSize: number,
  options: CompileOptions = {},
): Promise<Program> {
  return compile<Spec, string>(
    (inputs: Tensors) => trainingStep(problem, inputs),
    trainingSpec(problem, batchSize),
    options,
  );
}

/** What {@link trainingStep} takes. */
export function trainingSpec(problem: Problem, batchSize: number): Spec {
  return { ...problem.parameters, ...problem.inputs(batchSize), ...noiseSpec(problem.noise, batchSize) };
}

/** The function that {@link compileTraining} compiles. */
export function trainingStep(problem: Problem, inputs: Tensors): Record<string, tf.Tensor> {
  const names = Object.keys(problem.parameters);
  const statistics: Record<string, tf.Tensor> = {};
  const loss = (...values: tf.Tensor[]): tf.Scalar => {
    const parameters = Object.fromEntries(names.map((name, i) => [name, values[i]!]));
    return trainingLoss(problem, parameters, inputs, (name, tensor) => {
      statistics[name] = tf.keep(tensor);
    });
  };
  const { value, grads } = tf.valueAndGrads(loss)(names.map((name) => inputs[name]!));
  return {
    loss: value,
    ...statistics,
    ...Object.fromEntries(names.map((name, i) => [gradientOf(name), grads[i]!])),
  };
}

/**
 * The mean loss of a batch in training.
 *
 * @param seen is told the mean and the unbiased variance of each normalized layer's batch, by name.
 */
export function trainingLoss(
  problem: Problem,
  parameters: Tensors,
  inputs: Tensors,
  seen: (name: string, statistic: tf.Tensor) => void,
): tf.Scalar {
  const noise = Object.fromEntries(Object.keys(problem.noise).map((name) => [name, inputs[noiseOf(name)]!]));
  const normalize: Normalize = (layer, x) => {
    const { y, mean, variance } = batchNormTraining(
      x,
      parameters[`${layer}/gamma`] as tf.Tensor1D,
      parameters[`${layer}/beta`] as tf.Tensor1D,
      epsilon,
    );
    const count = x.size / x.shape.at(-1)!;
    seen(meanOf(layer), mean);
    seen(varianceOf(layer), tf.mul(variance, count / Math.max(1, count - 1)));
    return y as typeof x;
  };
  return problem.loss(problem.forward(parameters, inputs, normalize, noise), inputs);
}
