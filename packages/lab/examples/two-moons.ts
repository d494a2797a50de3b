/**
 * Two half moons that lie in each other, told apart by a small network: a task of one's own, whole.
 *
 *     lehr run decoupling --task packages/lab/examples/two-moons.ts --name two-moons --epochs 20
 */
import {
  batchNormalization,
  defineTask,
  linear,
  normal,
  type RandomSource,
  randomStream,
  uniform,
  zeros,
} from "@lehr/lab";
import * as tf from "@tensorflow/tfjs-core";

const hidden = 32;
/** The standard deviation of the points around their moon. */
const noise = 0.1;

/** So many points of the plane, with the moon (0 or 1) that each belongs to. */
function moons(size: number, random: RandomSource) {
  const x = new Float32Array(2 * size);
  const y = new Int32Array(size);
  for (let i = 0; i < size; i++) {
    const moon = i % 2;
    const angle = Math.PI * uniform(random);
    const [right, up] =
      moon === 0 ? [Math.cos(angle), Math.sin(angle)] : [1 - Math.cos(angle), 0.5 - Math.sin(angle)];
    x[2 * i] = right + noise * normal(random);
    x[2 * i + 1] = up + noise * normal(random);
    y[i] = moon;
  }
  // One example of x is two numbers, one of y a number.
  return { size, arrays: { x: { shape: [2], values: x }, y: { shape: [], values: y } } };
}

export default defineTask({
  name: "two moons",
  classes: 2,

  // The same in every process: from seeds of our own. Data from a file would be read here.
  data: async () => ({
    train: moons(500, randomStream(1, "train")),
    test: moons(500, randomStream(1, "test")),
  }),

  // What is trained, and how each seed starts it.
  parameters: {
    "hidden/kernel": linear(2, hidden),
    ...batchNormalization("hidden", hidden),
    "output/kernel": linear(hidden, 2),
    "output/bias": zeros(2),
  },
  normalized: { hidden },

  forward(parameters, { x }, { normalize }) {
    const sums = tf.matMul(x, parameters["hidden/kernel"]) as tf.Tensor2D;
    const active = tf.relu(normalize("hidden", sums));
    return tf.add(tf.matMul(active, parameters["output/kernel"]), parameters["output/bias"]);
  },

  losses(logits, { y }) {
    const targets = tf.oneHot(y as tf.Tensor1D, 2);
    return tf.neg(tf.sum(tf.mul(targets, tf.logSoftmax(logits)), 1));
  },

  errors: (logits, { y }) => tf.notEqual(tf.argMax(logits, 1), y),

  // Training points shake a little, anew in every epoch.
  augment({ x }, random) {
    for (let i = 0; i < x.length; i++) x[i]! += 0.02 * normal(random);
  },
});
