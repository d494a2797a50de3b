import * as tf from "@tensorflow/tfjs-core";
import type { ImageTask, Model } from "../models/model.js";
import type { Judgements, Problem } from "./problem.js";

/** Labels [batch] as rows of zeros with a one, [batch, classes]. */
function oneHot(labels: tf.Tensor, { classes }: ImageTask): tf.Tensor {
  return tf.cast(tf.oneHot(labels as tf.Tensor1D, classes), "float32");
}

/**
 * Telling images apart by a model: cross-entropy, top-1 and, of more than five classes, top-5 error.
 *
 * Inputs: `images` [batch, height, width, channels], stored channel by channel, and `labels` [batch].
 */
export function imageProblem(model: Model, task: ImageTask): Problem {
  const { height, width, channels, classes } = task;
  return {
    parameters: model.parameters,
    normalized: model.normalized,
    noise: model.noise,
    inputs: (batchSize) => ({
      images: { shape: [batchSize, height, width, channels], layout: "NCHW" },
      labels: { shape: [batchSize], dtype: "int32" },
    }),
    forward: (parameters, { images }, normalize, noise) =>
      model.forward(parameters, images as tf.Tensor4D, normalize, noise),
    loss: (logits, { labels }) => tf.losses.softmaxCrossEntropy(oneHot(labels!, task), logits),
    judge: (logits, { labels }) => judge(logits as tf.Tensor2D, oneHot(labels!, task), labels!, classes),
  };
}

function judge(logits: tf.Tensor2D, targets: tf.Tensor, labels: tf.Tensor, classes: number): Judgements {
  const loss = tf.neg(tf.sum(tf.mul(targets, tf.logSoftmax(logits)), 1));
  const error = tf.cast(tf.notEqual(tf.argMax(logits, 1), labels), "float32");
  if (classes <= 5) return { loss, error };
  // Wrong if five others or more are taken to be likelier.
  const own = tf.sum(tf.mul(targets, logits), 1, true);
  const likelier = tf.sum(tf.cast(tf.greater(logits, own), "float32"), 1);
  return { loss, error, top5Error: tf.cast(tf.greaterEqual(likelier, 5), "float32") };
}
