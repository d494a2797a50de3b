import * as tf from "@tensorflow/tfjs-core";
import { metrics } from "@tensorflow/tfjs-layers";
import { EngineError } from "../errors.js";

/** A loss of a LayersModel: of targets and predictions, a number for each example or one for all. */
export type LayersLoss = (targets: tf.Tensor, predictions: tf.Tensor) => tf.Tensor;

/** Sparse targets as rows of zeros with a one. */
const sparse: LayersLoss = (targets, predictions) => {
  const classes = predictions.shape.at(-1)!;
  const labels = tf.reshape(tf.cast(targets, "int32"), predictions.shape.slice(0, -1));
  return metrics.categoricalCrossentropy(tf.oneHot(labels as tf.Tensor1D, classes), predictions);
};

/** The losses that TensorFlow.js knows by name and lets others use. */
const byName: Readonly<Record<string, LayersLoss>> = {
  binaryCrossentropy: metrics.binaryCrossentropy,
  categoricalCrossentropy: metrics.categoricalCrossentropy,
  cosineProximity: metrics.cosineProximity,
  meanAbsoluteError: metrics.meanAbsoluteError,
  meanAbsolutePercentageError: metrics.meanAbsolutePercentageError,
  meanSquaredError: metrics.meanSquaredError,
  sparseCategoricalCrossentropy: sparse,
};

/** A loss by its name, or as it is. @throws EngineError for a name that there is not. */
export function layersLoss(loss: string | LayersLoss): LayersLoss {
  if (typeof loss === "function") return loss;
  const known = Object.hasOwn(byName, loss) ? byName[loss] : undefined;
  if (known === undefined)
    throw new EngineError(
      `loss must be a function or one of ${Object.keys(byName).join(", ")}, got "${String(loss)}"`,
    );
  return known;
}
