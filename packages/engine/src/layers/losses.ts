import * as tf from "@tensorflow/tfjs-core";
import { metrics } from "@tensorflow/tfjs-layers";
import { EngineError } from "../errors.js";

/** A loss of a LayersModel: of targets and predictions, a number for each example or one for all. */
export type LayersLoss = (targets: tf.Tensor, predictions: tf.Tensor) => tf.Tensor;

/** What TensorFlow.js keeps logarithms and quotients away from. */
const EPSILON = 1e-7;

const sparseName = "sparseCategoricalCrossentropy";

/** Targets are the classes' numbers. */
const sparse: LayersLoss = (targets, predictions) => {
  const labels = tf.cast(tf.floor(targets), "int32") as tf.Tensor1D;
  const clipped = tf.clipByValue(predictions, EPSILON, 1 - EPSILON);
  return metrics.categoricalCrossentropy(tf.oneHot(labels, predictions.shape.at(-1)!), clipped);
};

/** Targets are -1 or 1. */
const slack: LayersLoss = (targets, predictions) => tf.relu(tf.sub(1, tf.mul(targets, predictions)));

const categoricalHinge: LayersLoss = (targets, predictions) => {
  const right = tf.sum(tf.mul(targets, predictions), -1);
  const likeliestWrong = tf.max(tf.mul(tf.sub(1, targets), predictions), -1);
  return tf.relu(tf.add(1, tf.sub(likeliestWrong, right)));
};

const logcosh: LayersLoss = (targets, predictions) => {
  const difference = tf.sub(predictions, targets);
  return tf.mean(tf.sub(tf.add(difference, tf.softplus(tf.mul(-2, difference))), Math.LN2), -1);
};

const logarithm = (x: tf.Tensor) => tf.log(tf.add(1, tf.maximum(x, EPSILON)));

const divergence: LayersLoss = (targets, predictions) => {
  const [p, q] = [targets, predictions].map((x) => tf.clipByValue(x, EPSILON, 1));
  return tf.sum(tf.mul(targets, tf.log(tf.div(p!, q!))), -1);
};

const poisson: LayersLoss = (targets, predictions) =>
  tf.mean(tf.sub(predictions, tf.mul(targets, tf.log(tf.add(EPSILON, predictions)))), -1);

/** All losses that TensorFlow.js knows by name: its own where it lets others use them, else the same again. */
const byName: Readonly<Record<string, LayersLoss>> = {
  binaryCrossentropy: metrics.binaryCrossentropy,
  categoricalCrossentropy: metrics.categoricalCrossentropy,
  categoricalHinge,
  cosineProximity: metrics.cosineProximity,
  hinge: (targets, predictions) => tf.mean(slack(targets, predictions), -1),
  kullbackLeiblerDivergence: divergence,
  logcosh,
  meanAbsoluteError: metrics.meanAbsoluteError,
  meanAbsolutePercentageError: metrics.meanAbsolutePercentageError,
  meanSquaredError: metrics.meanSquaredError,
  meanSquaredLogarithmicError: (targets, predictions) =>
    tf.mean(tf.square(tf.sub(logarithm(predictions), logarithm(targets))), -1),
  poisson,
  [sparseName]: sparse,
  squaredHinge: (targets, predictions) => tf.mean(tf.square(slack(targets, predictions)), -1),
};

/**
 * A loss by its name, or as it is.
 *
 * @throws EngineError for a name that there is not. One by name throws it for targets of another shape than it takes.
 */
export function layersLoss(loss: string | LayersLoss): LayersLoss {
  if (typeof loss === "function") return loss;
  const known = Object.hasOwn(byName, loss) ? byName[loss] : undefined;
  if (known === undefined)
    throw new EngineError(
      `loss must be a function or one of ${Object.keys(byName).join(", ")}, got "${String(loss)}"`,
    );
  return (targets, predictions) => known(fitted(loss, targets, predictions), predictions);
}

/** The shape of targets for predictions of a shape. */
export const targetShapeFor = (
  loss: string | LayersLoss,
  predictions: readonly number[],
): readonly number[] => (loss === sparseName ? predictions.slice(0, -1) : predictions);

/** Targets in the shape that a loss takes; a last axis of one more or one less is TensorFlow.js' leave, and ours. */
function fitted(loss: string, targets: tf.Tensor, predictions: tf.Tensor): tf.Tensor {
  const wanted = targetShapeFor(loss, predictions.shape);
  const trimmed = ([batch, ...rest]: readonly number[]) => [
    batch,
    ...(rest.at(-1) === 1 ? rest.slice(0, -1) : rest),
  ];
  if (String(trimmed(targets.shape)) !== String(trimmed(wanted)))
    throw new EngineError(
      `targets of ${loss} must have shape [${wanted.join(", ")}] for predictions of shape ` +
        `[${predictions.shape.join(", ")}], got [${targets.shape.join(", ")}]`,
    );
  return tf.reshape(targets, [...wanted]);
}
