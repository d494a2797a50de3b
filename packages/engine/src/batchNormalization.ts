import * as tf from "@tensorflow/tfjs-core";

/** Normalized activations with the statistics they were normalized by. */
export interface BatchNormalization {
  /** Same shape as the input. */
  readonly y: tf.Tensor;
  /** Mean of each channel over the batch, [channels]. */
  readonly mean: tf.Tensor1D;
  /** Biased variance of each channel over the batch, [channels]. */
  readonly variance: tf.Tensor1D;
}

/**
 * Batch normalization as in training: `gamma * (x - mean) / sqrt(variance + epsilon) + beta` with mean and
 * variance of each channel (the last axis) taken over the batch.
 *
 * Forward and backward are in closed form, with all per-channel algebra done on vectors: an engine passes over
 * the activations as few times as it can. Works on every TensorFlow.js backend. `mean` and `variance` are for
 * running averages; called in a function that is being differentiated, `tf.keep` them to use them after it.
 *
 * Source: Ioffe & Szegedy, "Batch Normalization", ICML 2015.
 *
 * @param x activations [..., channels], rank 2 or more.
 * @param gamma scale of each channel, [channels].
 * @param beta shift of each channel, [channels].
 * @param epsilon added to the variance. Default 1e-5.
 */
export function batchNormTraining(
  x: tf.Tensor,
  gamma: tf.Tensor,
  beta: tf.Tensor,
  epsilon = 1e-5,
): BatchNormalization {
  const axes = x.shape.map((_, axis) => axis).slice(0, -1);
  const count = axes.reduce((product, axis) => product * x.shape[axis]!, 1);
  const mean = tf.mean(x, axes);
  const centered = tf.sub(x, mean);
  const variance = tf.div(tf.sum(tf.square(centered), axes), count);
  const inverse = tf.rsqrt(tf.add(variance, epsilon));

  // The statistics above are outside the custom gradient: what they contribute is in its closed form.
  const normalize = tf.customGrad((...args) => {
    const [, scale, shift, save] = args as [tf.Tensor, tf.Tensor, tf.Tensor, tf.GradSaveFunc];
    save([centered, inverse, scale]);
    const gradFunc = (gradient: tf.Tensor | tf.Tensor[], saved: tf.Tensor[]) => {
      const dy = gradient as tf.Tensor;
      const [centered, inverse, scale] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
      // Made anew: what is made outside this function has no part in the gradient of the gradient.
      const gain = tf.mul(scale, inverse);
      const dBeta = tf.sum(dy, axes);
      const dGamma = tf.mul(tf.sum(tf.mul(dy, centered), axes), inverse);
      // dx = gain * (dy - mean(dy) - normalized * mean(dy * normalized))
      const share = tf.div(gain, -count);
      const slope = tf.mul(tf.mul(share, inverse), dGamma);
      const offset = tf.mul(share, dBeta);
      return [tf.add(tf.add(tf.mul(dy, gain), offset), tf.mul(centered, slope)), dGamma, dBeta];
    };
    return { value: tf.add(tf.mul(centered, tf.mul(scale, inverse)), shift), gradFunc };
  });
  return { y: normalize(x, gamma, beta), mean: mean as tf.Tensor1D, variance: variance as tf.Tensor1D };
}
