import * as tf from "@tensorflow/tfjs-core";

/**
 * Mixes two branches by one share in the forward pass and by another in the backward pass:
 * y = forward * first + (1 - forward) * second, while the gradient dy reaches `first` as backward * dy and
 * `second` as (1 - backward) * dy. With sg for "no gradient", it is sg(F - B) + B, F and B being the mixtures by
 * `forward` and by `backward`. The shares themselves get no gradient. Works on every TensorFlow.js backend.
 *
 * Source: Gastaldi, "Shake-Shake regularization", 2017 (arXiv 1705.07485), and its code.
 *
 * @param first [batch, height, width, channels].
 * @param second the same shape.
 * @param forward the share of `first`, 0 to 1: [batch, 1, 1, 1], [1, 1, 1, 1] or a scalar.
 * @param backward likewise.
 */
export function shake(
  first: tf.Tensor4D,
  second: tf.Tensor4D,
  forward: tf.Tensor,
  backward: tf.Tensor,
): tf.Tensor4D {
  const mix = tf.customGrad((...inputs) => {
    const [x, y, save] = inputs as [tf.Tensor4D, tf.Tensor4D, tf.GradSaveFunc];
    save([backward]);
    const value: tf.Tensor4D = tf.add(tf.mul(forward, x), tf.mul(tf.sub(1, forward), y));
    const gradFunc = (gradient: tf.Tensor, [share]: tf.Tensor[]) => [
      tf.mul(gradient, share!),
      tf.mul(gradient, tf.sub(1, share!)),
    ];
    return { value, gradFunc };
  });
  return mix(first, second);
}
