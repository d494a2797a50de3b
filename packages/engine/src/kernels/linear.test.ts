import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { expectParity, withGradients } from "../parity.test.helper.js";

const sizes = fc.integer({ min: 1, max: 6 });
const batches = fc.constantFrom([], [2], [3, 2]);

test("matMul agrees with TensorFlow.js for every rank and transposition, gradients included", async () => {
  await fc.assert(
    fc.asyncProperty(
      sizes,
      sizes,
      sizes,
      batches,
      fc.boolean(),
      fc.boolean(),
      async (m, k, n, batch, ta, tb) => {
        const a = { shape: [...batch, ...(ta ? [k, m] : [m, k])] };
        const b = { shape: [...batch, ...(tb ? [n, k] : [k, n])] };
        await expectParity(
          withGradients(({ a, b }) => tf.matMul(a!, b!, ta, tb)),
          { a, b },
        );
      },
    ),
    { numRuns: 12 },
  );
});

test("matMul takes a matrix transposed by tf.transpose as it lies", async () => {
  await expectParity(
    withGradients(({ a, b }) => tf.matMul(tf.transpose(a!), tf.transpose(b!))),
    { a: { shape: [3, 5] }, b: { shape: [2, 3] } },
  );
});

test("fused matMul agrees with TensorFlow.js for every activation", async () => {
  for (const activation of ["linear", "relu", "relu6", "elu", "sigmoid", "leakyrelu"] as const)
    await expectParity(
      ({ a, b, bias }) => ({
        y: tf.fused.matMul({ a: a as tf.Tensor2D, b: b as tf.Tensor2D, bias: bias!, activation }),
      }),
      { a: { shape: [4, 3] }, b: { shape: [3, 5] }, bias: { shape: [5] } },
    );
  expect.hasAssertions();
});

test("dot and outer product by composition", async () => {
  await expectParity(
    withGradients(({ a, b }) => tf.add(tf.outerProduct(a as tf.Tensor1D, b as tf.Tensor1D), tf.dot(a!, b!))),
    { a: { shape: [4] }, b: { shape: [4] } },
  );
});

test("einsum agrees with TensorFlow.js", async () => {
  await expectParity(
    ({ a, b }) => ({
      product: tf.einsum("ij,jk->ik", a!, b!),
      swapped: tf.einsum("ij,jk->ki", a!, b!),
      sums: tf.einsum("ij->j", a!),
    }),
    { a: { shape: [2, 3] }, b: { shape: [3, 4] } },
  );
});

test("attention agrees with TensorFlow.js, gradients included", async () => {
  await expectParity(
    withGradients(({ q, k, v }) => {
      const scores = tf.mul(tf.matMul(q!, k!, false, true), 1 / Math.sqrt(4));
      const mask = tf.linalg.bandPart(tf.ones([5, 5]), -1, 0);
      return tf.matMul(tf.softmax(tf.add(scores, tf.mul(tf.sub(1, mask), -1e9))), v!);
    }),
    { q: { shape: [2, 3, 5, 4] }, k: { shape: [2, 3, 5, 4] }, v: { shape: [2, 3, 5, 4] } },
  );
});

test("layer normalization agrees with TensorFlow.js, gradients included", async () => {
  await expectParity(
    withGradients(({ x, gamma, beta }) => {
      const { mean, variance } = tf.moments(x!, -1, true);
      return tf.add(tf.mul(tf.mul(tf.sub(x!, mean), tf.rsqrt(tf.add(variance, 1e-5))), gamma!), beta!);
    }),
    { x: { shape: [3, 4, 6] }, gamma: { shape: [6] }, beta: { shape: [6] } },
  );
});
