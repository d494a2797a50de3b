import type * as tf from "@tensorflow/tfjs-core";
import type { NoiseSpec, Normalize, ParameterSpec } from "../models/model.js";
import type { RandomSource } from "../random/randomSource.js";
import type { ExampleArray, Examples } from "./examples.js";

/** Tensors by name. */
export type Named<Name extends string> = { readonly [N in Name]: tf.Tensor };

/** What a network is given besides parameters and inputs. */
export interface ForwardContext<Layer extends string, Noise extends string> {
  /** Batch normalization of a layer named in `normalized`, over all axes but the last. */
  normalize<R extends tf.Rank>(layer: Layer, x: tf.Tensor<R>): tf.Tensor<R>;
  /** What was drawn for this step of training, by name; undefined when the network is judged. */
  noise: Named<Noise> | undefined;
}

/**
 * A user's own task: data, a network as a function of named tensors, and what is measured of its output. The
 * functions of tensors are compiled, with their gradients: they run once for each size of batch, and a condition or
 * a random number in them is decided there and then. Random numbers are fed, as `noise`.
 */
export interface UserTask<
  Arrays extends Readonly<Record<string, ExampleArray>> = Readonly<Record<string, ExampleArray>>,
  Parameter extends string = string,
  Layer extends string = string,
  Noise extends string = string,
  Output extends tf.Tensor = tf.Tensor,
> {
  /** What reports call it. */
  readonly name: string;
  /** How many classes it tells apart, if `errors` counts the examples got wrong; default 0, for anything else. */
  readonly classes?: number;
  /**
   * Brings the examples to learn from and those to be judged on. It is called in every worker process, and must
   * bring the same ones each time.
   */
  data(): Promise<{ readonly train: Examples<Arrays>; readonly test: Examples<Arrays> }>;
  /** What is trained, by name: its shape and how a seed starts it. */
  readonly parameters: { readonly [P in Parameter]: ParameterSpec };
  /** Channels of each batch-normalized layer; its parameters are `<layer>/gamma` and `<layer>/beta`. Default: none. */
  readonly normalized?: { readonly [L in Layer]: number };
  /** Random numbers that each step of training draws anew, by name. Default: none. */
  readonly noise?: { readonly [N in Noise]: NoiseSpec };
  /**
   * The network.
   *
   * @param inputs a batch of each array of the examples: [batch, ...shape].
   * @returns the output, of which `losses` and `errors` make something.
   */
  forward(
    parameters: Named<Parameter>,
    inputs: Named<keyof Arrays & string>,
    context: ForwardContext<Layer, Noise>,
  ): Output;
  /** The loss of each example, [batch]; training minimizes the mean. */
  losses(output: Output, inputs: Named<keyof Arrays & string>): tf.Tensor;
  /**
   * 1 for each example that is got wrong, else 0: [batch]; reports show a hundred times the mean, per cent. Any other
   * measure of error will do. Default: the losses, so that a hundred times the mean loss stands where errors do.
   */
  errors?(output: Output, inputs: Named<keyof Arrays & string>): tf.Tensor;
  /** Varies a batch for training, in place: its arrays by input name, example after example. */
  augment?(batch: { readonly [N in keyof Arrays]: Arrays[N]["values"] }, random: RandomSource): void;
}

/** A task of which nothing more is known. */
export type AnyUserTask = Omit<UserTask, "augment" | "forward"> & {
  forward(
    parameters: Named<string>,
    inputs: Named<string>,
    context: { normalize: Normalize; noise: Named<string> | undefined },
  ): tf.Tensor;
  augment?(batch: Record<string, Float32Array | Int32Array>, random: RandomSource): void;
};

/**
 * A task as it is: what its types say is checked where it is written. A module exports it by default, and
 * `lehr run <experiment> --task <module>` trains it.
 */
export function defineTask<
  Arrays extends Readonly<Record<string, ExampleArray>>,
  Parameter extends string,
  Layer extends string = never,
  Noise extends string = never,
  Output extends tf.Tensor = tf.Tensor,
>(
  task: UserTask<Arrays, Parameter, Layer, Noise, Output>,
): UserTask<Arrays, Parameter, Layer, Noise, Output> {
  return task;
}
