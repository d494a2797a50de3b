import type { Spec } from "@lehr/engine";
import type * as tf from "@tensorflow/tfjs-core";
import type { Model, Normalize } from "../models/model.js";

type Tensors = Readonly<Record<string, tf.Tensor>>;

/** What is measured of each example: [batch] each. */
export interface Judgements {
  loss: tf.Tensor;
  /** 1 where the example is got wrong, else 0 (or any measure of error, of which a hundred times the mean is shown). */
  error: tf.Tensor;
  /** The same for the five best guesses. */
  top5Error?: tf.Tensor;
}

/** What is trained: a network as a function of tensors, and what is asked of it. It is compiled, with gradients. */
export interface Problem extends Pick<Model, "parameters" | "normalized" | "noise"> {
  /** Shape, type and layout of what a batch feeds, by name. */
  inputs(batchSize: number): Spec;
  /**
   * @param noise in training, what was drawn, by name; left out, the network is evaluated.
   * @returns the network's output, of which `loss` and `judge` make something.
   */
  forward(parameters: Tensors, inputs: Tensors, normalize: Normalize, noise?: Tensors): tf.Tensor;
  /** The mean loss over the batch, which training minimizes. */
  loss(output: tf.Tensor, inputs: Tensors): tf.Scalar;
  judge(output: tf.Tensor, inputs: Tensors): Judgements;
}
