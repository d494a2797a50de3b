import * as tf from "@tensorflow/tfjs-core";
import { batchNormTraining, type Initial, type LossInputs } from "../../index.js";
import { sizeOf, uniform } from "../../parity.test.helper.js";

const initial = (shape: number[], values: Float32Array): Initial => ({ shape, values });
const random = (shape: number[], seed: number) =>
  initial(
    shape,
    uniform(sizeOf(shape), seed).map((x) => 0.3 * x),
  );
const filled = (size: number, fill: number) => initial([size], new Float32Array(size).fill(fill));

/** Seeded images with labels that can be told from them. */
export function batchOf(size: number, seed: number) {
  const images = uniform(size * 8 * 8 * 3, seed);
  const labels = Int32Array.from({ length: size }, (_, i) => i % 4);
  for (let i = 0; i < images.length; i++) images[i]! += 0.3 * (labels[Math.floor(i / 192)]! - 1.5);
  return { images, labels };
}

/** A CNN with batch normalization and its running statistics, on images of 8 x 8 in four classes. */
export function tinyCnn(batch = 8) {
  const inputs = {
    images: { shape: [batch, 8, 8, 3] },
    labels: { shape: [batch], dtype: "int32" },
  } as const;
  const params = {
    "conv1/kernel": random([3, 3, 3, 8], 1),
    "conv1/gamma": filled(8, 1),
    "conv1/beta": filled(8, 0),
    "conv2/kernel": random([3, 3, 8, 8], 2),
    "output/kernel": random([8, 4], 3),
    "output/bias": filled(4, 0),
  };
  const state = { "conv1/mean": filled(8, 0), "conv1/variance": filled(8, 1) };
  type Inputs = LossInputs<keyof typeof inputs, keyof typeof params, keyof typeof state>;
  const loss = ({ inputs: { images, labels }, params, state }: Inputs) => {
    const first = tf.conv2d(images as tf.Tensor4D, params["conv1/kernel"] as tf.Tensor4D, 1, "same");
    const { y, mean, variance } = batchNormTraining(first, params["conv1/gamma"], params["conv1/beta"]);
    const pooled = tf.maxPool(tf.relu(y) as tf.Tensor4D, 3, 2, "same");
    const second = tf.relu(tf.conv2d(pooled, params["conv2/kernel"] as tf.Tensor4D, 2, "same"));
    const means: tf.Tensor2D = tf.mean(second, [1, 2]);
    const logits = tf.add(tf.matMul(means, params["output/kernel"] as tf.Tensor2D), params["output/bias"]);
    const right = tf.equal(tf.argMax(logits, 1), labels);
    const moved = (running: tf.Tensor, seen: tf.Tensor) => tf.add(tf.mul(running, 0.9), tf.mul(seen, 0.1));
    return {
      loss: tf.losses.softmaxCrossEntropy(tf.oneHot(labels as tf.Tensor1D, 4), logits) as tf.Scalar,
      outputs: { accuracy: tf.mean(tf.cast(right, "float32")) },
      state: {
        "conv1/mean": moved(state["conv1/mean"], mean),
        "conv1/variance": moved(state["conv1/variance"], variance),
      },
    };
  };
  return { loss, inputs, params, state };
}
