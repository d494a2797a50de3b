import type { Compiled, Spec } from "@lehr/engine";
import * as tf from "@tensorflow/tfjs-core";
import type { ImageTask } from "../models/model.js";

/** A compiled step: typed arrays by name in, typed arrays by name out. */
export type Program = Compiled<Spec, string>;

export type Tensors = Readonly<Record<string, tf.Tensor>>;

/** Added to a variance before its root is taken; Torch's default. */
export const epsilon = 1e-5;

/** The gradient of a parameter, as a training step names it. */
export const gradientOf = (parameter: string): string => `grad/${parameter}`;
/** The mean and the variance of a normalized layer, of a batch or running. */
export const meanOf = (layer: string): string => `${layer}/mean`;
export const varianceOf = (layer: string): string => `${layer}/variance`;
/** The input of a training step that carries a model's noise. */
export const noiseOf = (name: string): string => `noise/${name}`;

/** What every step takes: images stored channel by channel, and their labels. */
export function batchSpec({ height, width, channels }: ImageTask, batchSize: number) {
  return {
    images: { shape: [batchSize, height, width, channels], layout: "NCHW" },
    labels: { shape: [batchSize], dtype: "int32" },
  } as const;
}

/** Labels [batch] as rows of zeros with a one, [batch, classes]. */
export function oneHot(labels: tf.Tensor, { classes }: ImageTask): tf.Tensor {
  return tf.cast(tf.oneHot(labels as tf.Tensor1D, classes), "float32");
}
