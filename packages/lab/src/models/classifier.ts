import * as tf from "@tensorflow/tfjs-core";
import { linear, zeros } from "./initializers.js";
import type { Layers } from "./layers.js";

const kernel = "output/kernel";
const bias = "output/bias";

/** The parameters of {@link classify}. */
export function classifier(features: number, classes: number): Layers {
  return { parameters: { [kernel]: linear(features, classes), [bias]: zeros(classes) }, normalized: {} };
}

/**
 * The end of a residual network: each channel's mean over the map, which on images of 32 x 32 is the 8 x 8
 * average pooling of the papers, and a linear layer on the means.
 *
 * @param maps [batch, height, width, features].
 * @returns logits, [batch, classes].
 */
export function classify(parameters: Readonly<Record<string, tf.Tensor>>, maps: tf.Tensor4D): tf.Tensor2D {
  const means: tf.Tensor2D = tf.mean(maps, [1, 2]);
  return tf.add(tf.matMul(means, parameters[kernel] as tf.Tensor2D), parameters[bias]!);
}
