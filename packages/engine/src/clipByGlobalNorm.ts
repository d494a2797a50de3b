import * as tf from "@tensorflow/tfjs-core";
import { EngineError } from "./errors.js";

/**
 * Gradients scaled so that their common L2 norm is at most `maxNorm`: by min(1, maxNorm / (norm + 1e-6)), as in PyTorch.
 * What `lehr`'s function of that name does to arrays in place, this does to tensors, for `transformGradients` of a
 * training step.
 *
 * Source: Pascanu, Mikolov & Bengio, "On the difficulty of training recurrent neural networks", ICML 2013.
 *
 * @param gradients by name; they stay as they are.
 * @param maxNorm a finite number > 0.
 * @throws EngineError for another `maxNorm`.
 */
export function clipByGlobalNorm<Name extends string>(
  gradients: Readonly<Record<Name, tf.Tensor>>,
  maxNorm: number,
): Record<Name, tf.Tensor> {
  if (!(maxNorm > 0 && maxNorm < Number.POSITIVE_INFINITY))
    throw new EngineError(`maxNorm must be a finite number > 0, got ${String(maxNorm)}`);
  const entries = Object.entries<tf.Tensor>(gradients);
  const norm = tf.sqrt(tf.addN(entries.map(([, gradient]) => tf.sum(tf.square(gradient)))));
  const scale = tf.minimum(tf.div(maxNorm, tf.add(norm, 1e-6)), 1);
  return Object.fromEntries(entries.map(([name, gradient]) => [name, tf.mul(gradient, scale)])) as Record<
    Name,
    tf.Tensor
  >;
}
