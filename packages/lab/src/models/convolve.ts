import * as tf from "@tensorflow/tfjs-core";

/**
 * Convolution with square filters of odd size, padded on all sides by half of it, as Torch does. TensorFlow's
 * "same" is not this: at stride 2 it pads an even image at the right and below alone, and sees other pixels.
 *
 * @param x [batch, height, width, in].
 * @param filters [size, size, in, out].
 */
export function convolve(x: tf.Tensor4D, filters: tf.Tensor, stride: number): tf.Tensor4D {
  return tf.conv2d(x, filters as tf.Tensor4D, stride, (filters.shape[0]! - 1) / 2);
}
