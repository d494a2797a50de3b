import { batchNormTraining, compile, type Spec } from "@lehr/engine";
import * as tf from "@tensorflow/tfjs-core";
import type { ImageTask, Model, Normalize } from "../models/model.js";
import {
  batchSpec,
  epsilon,
  gradientOf,
  meanOf,
  noiseOf,
  oneHot,
  type Program,
  type Tensors,
  varianceOf,
} from "./program.js";

/**
 * One step's mean cross-entropy and its gradients, with the mean and the unbiased variance that each
 * normalized layer saw.
 *
 * Inputs: `images` [batch, height, width, channels] stored channel by channel, `labels` [batch], the parameters
 * and, as `noise/<name>`, the model's noise. Outputs: `loss`, `grad/<parameter>`, `<layer>/mean` and
 * `<layer>/variance`.
 */
export function compileTraining(
  model: Model,
  task: ImageTask,
  batchSize: number,
  threads: number,
): Promise<Program> {
  return compile<Spec, string>(
    (inputs: Tensors) => trainingStep(model, task, inputs),
    trainingSpec(model, task, batchSize),
    { threads },
  );
}

/** What {@link trainingStep} takes. */
export function trainingSpec(model: Model, task: ImageTask, batchSize: number): Spec {
  const noise = Object.entries(model.noise).map(([name, { shape }]) => [
    noiseOf(name),
    { shape: shape(batchSize) },
  ]);
  return { ...model.parameters, ...batchSpec(task, batchSize), ...Object.fromEntries(noise) };
}

/** The function that {@link compileTraining} compiles. */
export function trainingStep(model: Model, task: ImageTask, inputs: Tensors): Record<string, tf.Tensor> {
  const names = Object.keys(model.parameters);
  const noise = Object.fromEntries(Object.keys(model.noise).map((name) => [name, inputs[noiseOf(name)]!]));
  const statistics: Record<string, tf.Tensor> = {};
  const loss = (...values: tf.Tensor[]): tf.Scalar => {
    const parameters = Object.fromEntries(names.map((name, i) => [name, values[i]!]));
    const normalize: Normalize = (layer, x) => {
      const { y, mean, variance } = batchNormTraining(
        x,
        parameters[`${layer}/gamma`] as tf.Tensor1D,
        parameters[`${layer}/beta`] as tf.Tensor1D,
        epsilon,
      );
      const count = x.size / x.shape.at(-1)!;
      statistics[meanOf(layer)] = tf.keep(mean);
      statistics[varianceOf(layer)] = tf.keep(tf.mul(variance, count / Math.max(1, count - 1)));
      return y as typeof x;
    };
    const logits = model.forward(parameters, inputs.images as tf.Tensor4D, normalize, noise);
    return tf.losses.softmaxCrossEntropy(oneHot(inputs.labels!, task), logits);
  };
  const { value, grads } = tf.valueAndGrads(loss)(names.map((name) => inputs[name]!));
  return {
    loss: value,
    ...statistics,
    ...Object.fromEntries(names.map((name, i) => [gradientOf(name), grads[i]!])),
  };
}
