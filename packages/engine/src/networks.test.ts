import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { test } from "vitest";
import { range } from "./graph/shapes.js";
import { batchNormTraining } from "./index.js";
import { expectDifferences, expectParity, type Reference, shapes } from "./parity.test.helper.js";

const CNN_SPEC = {
  x: { shape: [4, 16, 16, 3] },
  y: { shape: [4, 10] },
  w1: { shape: [3, 3, 3, 16] },
  g1: { shape: [16] },
  b1: { shape: [16] },
  w2: { shape: [3, 3, 16, 16] },
  g2: { shape: [16] },
  b2: { shape: [16] },
  w3: { shape: [16, 10] },
} as const;

type Norm = (x: tf.Tensor, gamma: tf.Tensor, beta: tf.Tensor) => tf.Tensor;

const byMoments: Norm = (x, gamma, beta) => {
  const { mean, variance } = tf.moments(x, [0, 1, 2]);
  return tf.batchNorm(
    x as tf.Tensor4D,
    mean as tf.Tensor1D,
    variance as tf.Tensor1D,
    beta as tf.Tensor1D,
    gamma as tf.Tensor1D,
    1e-5,
  );
};

/** Loss and gradients of a small CNN with the batch normalization given. */
const cnn =
  (norm: Norm) =>
  ({ x, y, ...params }: Record<string, tf.Tensor>) => {
    const names = Object.keys(params);
    const loss = (...values: tf.Tensor[]) => {
      const p = Object.fromEntries(names.map((name, i) => [name, values[i]!]));
      const block = (input: tf.Tensor, i: number) =>
        tf.relu(
          norm(
            tf.conv2d(input as tf.Tensor4D, p[`w${i}`] as tf.Tensor4D, i === 1 ? 2 : 1, "same"),
            p[`g${i}`]!,
            p[`b${i}`]!,
          ),
        );
      const features = tf.mean(block(block(x!, 1), 2), [1, 2]);
      const logits = tf.matMul(features as tf.Tensor2D, p.w3 as tf.Tensor2D);
      return tf.losses.softmaxCrossEntropy(y!, logits) as tf.Scalar;
    };
    const { value, grads } = tf.valueAndGrads(loss)(Object.values(params));
    return { loss: value, ...Object.fromEntries(names.map((name, i) => [`grad/${name}`, grads[i]!])) };
  };

test("a CNN with batch norm made of moments agrees with TensorFlow.js", async () => {
  await expectParity(cnn(byMoments), CNN_SPEC);
});

test("a CNN with closed-form batch norm agrees with TensorFlow.js", async () => {
  await expectParity(
    cnn((x, gamma, beta) => batchNormTraining(x, gamma, beta).y),
    CNN_SPEC,
  );
});

/** Batch normalization of what lies in rows of `channels` numbers. */
const normalized =
  (channels: number, epsilon: number): Reference =>
  ({ x, gamma, beta }) => {
    const statistics = range(channels).map((channel) => {
      const all = x!.filter((_, i) => i % channels === channel);
      const mean = all.reduce((a, b) => a + b) / all.length;
      return { mean, variance: all.reduce((sum, a) => sum + (a - mean) ** 2, 0) / all.length };
    });
    return x!.map((a, i) => {
      const { mean, variance } = statistics[i % channels]!;
      return (gamma![i % channels]! * (a - mean)) / Math.sqrt(variance + epsilon) + beta![i % channels]!;
    });
  };

test("closed-form batch norm has the gradients of what it computes", async () => {
  await fc.assert(
    fc.asyncProperty(shapes(2, 4), fc.integer({ min: 1, max: 1000 }), async (shape, seed) => {
      const [channels, epsilon] = [shape.at(-1)!, 0.1];
      await expectDifferences(
        ({ x, gamma, beta }) => batchNormTraining(x!, gamma!, beta!, epsilon).y,
        normalized(channels, epsilon),
        { x: { shape }, gamma: { shape: [channels] }, beta: { shape: [channels] } },
        {},
        seed,
      );
    }),
    { numRuns: 10 },
  );
});
