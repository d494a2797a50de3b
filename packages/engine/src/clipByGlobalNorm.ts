import * as tf from "@tensorflow/tfjs-core";
import { EngineError } from "./errors.js";

/**
 * Gradients whose norm, over all of them together, is at most `maxNorm`: longer ones are shortened, by
 * `maxNorm / (norm + 1e-6)` as PyTorch's `clip_grad_norm_` does. For `transformGradients` of a training step.
 *
 * @param gradients tensors by name.
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
