import * as tf from "@tensorflow/tfjs-core";

/** Channels of the images and of the three convolutions. */
const CHANNELS = [3, 16, 32, 64];
const CLASSES = 10;
const EPSILON = 1e-5;

/**
 * Shapes of the CNN that the benchmark trains: three 3x3 convolutions of stride 2, each with batch
 * normalization and relu, global average pooling, a linear layer. Images are 32x32x3.
 */
export function parameterShapes() {
  const shapes = { kernel: [CHANNELS[3], CLASSES], bias: [CLASSES] };
  for (const i of [1, 2, 3]) {
    shapes[`filter${i}`] = [3, 3, CHANNELS[i - 1], CHANNELS[i]];
    shapes[`gamma${i}`] = [CHANNELS[i]];
    shapes[`beta${i}`] = [CHANNELS[i]];
  }
  return shapes;
}

/** Logits, with batch normalization done by `normalize(x, gamma, beta, block)`. */
function logits(x, params, normalize) {
  let features = x;
  for (const i of [1, 2, 3]) {
    const convolved = tf.conv2d(features, params[`filter${i}`], 2, "same");
    features = tf.relu(normalize(convolved, params[`gamma${i}`], params[`beta${i}`], i));
  }
  return tf.add(tf.matMul(tf.mean(features, [1, 2]), params.kernel), params.bias);
}

/** Loss and gradients of one training step: what every contestant computes. */
export function trainingStep(normalize) {
  return ({ x, y, ...params }) => {
    const names = Object.keys(params);
    const loss = (...values) => {
      const named = Object.fromEntries(names.map((name, i) => [name, values[i]]));
      return tf.losses.softmaxCrossEntropy(tf.oneHot(y, CLASSES), logits(x, named, normalize));
    };
    const { value, grads } = tf.valueAndGrads(loss)(Object.values(params));
    return { loss: value, ...Object.fromEntries(names.map((name, i) => [`grad/${name}`, grads[i]])) };
  };
}

/** Logits from images, with statistics `mean1`, `variance1`, ... among the inputs. */
export function inference({ x, ...params }) {
  const normalize = (features, gamma, beta, i) =>
    tf.batchNorm(features, params[`mean${i}`], params[`variance${i}`], beta, gamma, EPSILON);
  return { logits: logits(x, params, normalize) };
}

/** Batch normalization as TensorFlow.js users write it. */
export function normalizeByMoments(x, gamma, beta) {
  const { mean, variance } = tf.moments(x, [0, 1, 2]);
  return tf.batchNorm(x, mean, variance, beta, gamma, EPSILON);
}

/** Random arrays for shapes by name. */
export function randomArrays(shapes) {
  const sizeOf = (shape) => shape.reduce((a, b) => a * b, 1);
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [
      name,
      Float32Array.from({ length: sizeOf(shape) }, () => 0.3 * (Math.random() - 0.5)),
    ]),
  );
}
