import { batchNormTraining, type Compiled, compile, type Spec } from "@lehr/engine";
import * as tf from "@tensorflow/tfjs-core";
import type { ImageTask, Model, Normalize } from "../models/model.js";

/** Added to a variance before its root is taken; Torch's default. */
const epsilon = 1e-5;

/** A compiled step: typed arrays by name in, typed arrays by name out. */
export type Program = Compiled<Spec, string>;

type Tensors = Readonly<Record<string, tf.Tensor>>;

/** What a training step returns: `loss`, `grad/<parameter>`, `<layer>/mean` and `<layer>/variance`. */
export const gradientOf = (parameter: string): string => `grad/${parameter}`;
export const meanOf = (layer: string): string => `${layer}/mean`;
export const varianceOf = (layer: string): string => `${layer}/variance`;

/** The input of a training step that carries a model's noise. */
export const noiseOf = (name: string): string => `noise/${name}`;

/**
 * One step's mean cross-entropy and its gradients, with the mean and the unbiased variance that each
 * normalized layer saw.
 *
 * Inputs: `images` [batch, height, width, channels] stored channel by channel, `labels` [batch], the parameters
 * and, as `noise/<name>`, the model's noise.
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
  return { ...spec(model, task, batchSize), ...Object.fromEntries(noise) };
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

/**
 * The summed cross-entropy and the number of errors of a batch, with running statistics.
 *
 * Inputs: as for training, without noise, `<layer>/mean` and `<layer>/variance`, and `counted` [batch]: 1 for an
 * image that counts, 0 for one that only fills up the batch.
 */
export function compileEvaluation(
  model: Model,
  task: ImageTask,
  batchSize: number,
  threads: number,
): Promise<Program> {
  const statistics = Object.entries(model.normalized).flatMap(([layer, channels]) => [
    [meanOf(layer), { shape: [channels] }],
    [varianceOf(layer), { shape: [channels] }],
  ]);
  return compile<Spec, string>(
    (inputs: Tensors) => evaluationStep(model, task, inputs),
    {
      ...spec(model, task, batchSize),
      ...Object.fromEntries(statistics),
      counted: { shape: [batchSize] },
    },
    { threads },
  );
}

function evaluationStep(model: Model, task: ImageTask, inputs: Tensors): Record<string, tf.Tensor> {
  const normalize: Normalize = (layer, x) => {
    const [mean, variance] = [inputs[meanOf(layer)] as tf.Tensor1D, inputs[varianceOf(layer)] as tf.Tensor1D];
    const [gamma, beta] = [inputs[`${layer}/gamma`] as tf.Tensor1D, inputs[`${layer}/beta`] as tf.Tensor1D];
    return tf.batchNorm(x, mean, variance, beta, gamma, epsilon) as typeof x;
  };
  const logits = model.forward(inputs, inputs.images as tf.Tensor4D, normalize);
  const losses = tf.neg(tf.sum(tf.mul(oneHot(inputs.labels!, task), tf.logSoftmax(logits)), 1));
  const wrong = tf.notEqual(tf.argMax(logits, 1), inputs.labels!);
  return {
    loss: tf.sum(tf.mul(losses, inputs.counted!)),
    errors: tf.sum(tf.mul(tf.cast(wrong, "float32"), inputs.counted!)),
  };
}

function oneHot(labels: tf.Tensor, { classes }: ImageTask): tf.Tensor {
  return tf.cast(tf.oneHot(labels as tf.Tensor1D, classes), "float32");
}

function spec(model: Model, { height, width, channels }: ImageTask, batchSize: number) {
  return {
    ...model.parameters,
    images: { shape: [batchSize, height, width, channels], layout: "NCHW" },
    labels: { shape: [batchSize], dtype: "int32" },
  } as const;
}
