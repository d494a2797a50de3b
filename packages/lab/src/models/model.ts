import type * as tf from "@tensorflow/tfjs-core";
import type { RandomSource } from "../random/randomSource.js";
import type { Initializer } from "./initializers.js";

/** Batch normalization of a layer by name, as training or evaluation does it. */
export type Normalize = <R extends tf.Rank>(layer: string, x: tf.Tensor<R>) => tf.Tensor<R>;

/** A trained tensor: its shape and how it starts. */
export interface ParameterSpec {
  readonly shape: readonly number[];
  readonly initialize: Initializer;
}

/** Random numbers that a training step is fed: the function that is compiled draws none. */
export interface NoiseSpec {
  /** The shape for a batch of so many images. */
  shape(batchSize: number): readonly number[];
  /** Fills the values of one step. */
  draw(values: Float32Array, random: RandomSource): void;
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
  /** What a training step draws anew, by name. */
  readonly noise: Readonly<Record<string, NoiseSpec>>;
  /**
   * @param parameters the parameters by name.
   * @param images a batch, [batch, height, width, channels], normalized.
   * @param noise in training, what was drawn, by name; left out, the network is evaluated.
   * @returns logits, [batch, classes].
   */
  forward(
    parameters: Readonly<Record<string, tf.Tensor>>,
    images: tf.Tensor4D,
    normalize: Normalize,
    noise?: Readonly<Record<string, tf.Tensor>>,
  ): tf.Tensor2D;
}

/** What a model is made for. */
export interface ImageTask {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly classes: number;
}

/** Makes a model for a task. */
export type ModelMaker = (task: ImageTask) => Model;

/** How many numbers a model trains. */
export function parameterCount({ parameters }: Pick<Model, "parameters">): number {
  return Object.values(parameters).reduce((sum, { shape }) => sum + elementCount(shape), 0);
}

/** How many numbers a tensor of a shape holds. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
