import type { LayersLoss } from "@lehr/engine";
import * as tf from "@tensorflow/tfjs-core";

const float = (tensor: tf.Tensor) => tf.cast(tensor, "float32");

/** By the name of the loss: 1 where a prediction is wrong, else 0. */
const byLoss: Readonly<Record<string, LayersLoss>> = {
  categoricalCrossentropy: (targets, predictions) =>
    float(tf.notEqual(tf.argMax(targets, -1), tf.argMax(predictions, -1))),
  sparseCategoricalCrossentropy: (targets, predictions) => {
    const guesses = tf.argMax(predictions, -1);
    return float(tf.notEqual(tf.cast(tf.reshape(targets, guesses.shape), "int32"), guesses));
  },
  binaryCrossentropy: (targets, predictions) =>
    float(tf.notEqual(tf.greater(targets, 0.5), tf.greater(predictions, 0.5))),
};

/** What errors are where a model is trained by a loss; undefined where that does not say. */
export function layersErrors(loss: string | LayersLoss): LayersLoss | undefined {
  return typeof loss === "string" && Object.hasOwn(byLoss, loss) ? byLoss[loss] : undefined;
}

/** The mean over all axes but the first. */
export function meanOfEach(tensor: tf.Tensor): tf.Tensor {
  return tensor.rank < 2
    ? tensor
    : tf.mean(
        tensor,
        tensor.shape.slice(1).map((_, i) => i + 1),
      );
}
