import type * as tf from "@tensorflow/tfjs-core";
import type { Initializer } from "./initializers.js";

/** Batch normalization of a layer by name, as training or evaluation does it. */
export type Normalize = <R extends tf.Rank>(layer: string, x: tf.Tensor<R>) => tf.Tensor<R>;

/** A trained tensor: its shape and how it starts. */
export interface ParameterSpec {
  readonly shape: readonly number[];
  readonly initialize: Initializer;
}

/**
 * A network as a plain function over named parameters. Batch-normalized layers are written once, through
 * `normalize`: training uses the batch's own mean and variance, evaluation the running ones.
 */
export interface Model {
  readonly name: string;
  readonly parameters: Readonly<Record<string, ParameterSpec>>;
  /** Channels of each batch-normalized layer. Its parameters are `<layer>/gamma` and `<layer>/beta`. */
  readonly normalized: Readonly<Record<string, number>>;
  /**
   * @param parameters the parameters by name.
   * @param images a batch, [batch, height, width, channels], normalized.
   * @returns logits, [batch, classes].
   */
  forward(
    parameters: Readonly<Record<string, tf.Tensor>>,
    images: tf.Tensor4D,
    normalize: Normalize,
  ): tf.Tensor2D;
}

/** What a model is made for. */
export interface ImageTask {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly classes: number;
}

/** How many numbers a model trains. */
export function parameterCount(model: Model): number {
  return Object.values(model.parameters).reduce((sum, { shape }) => sum + elementCount(shape), 0);
}

export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
