import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, test } from "vitest";
import { expectParity, withGradients } from "../parity.test.helper.js";

const cases = fc
  .tuple(
    fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }),
    fc.boolean(),
    fc.nat(),
    fc.nat(),
  )
  .map(([shape, keepDims, mask, seed]) => ({
    shape,
    keepDims,
    seed: 1 + (seed % 1000),
    axes: shape.map((_, axis) => axis).filter((axis) => (mask >> axis) & 1),
  }))
  .filter(({ axes }) => axes.length > 0);

const reductions: readonly (readonly [string, (x: tf.Tensor, axes: number[], keep: boolean) => tf.Tensor])[] =
  [
    ["sum", tf.sum],
    ["mean", tf.mean],
    ["max", tf.max],
    ["min", tf.min],
    ["logSumExp", tf.logSumExp],
    ["norm", (x, axes) => tf.norm(x, "euclidean", axes.slice(0, 2))],
  ];

describe("reductions agree with TensorFlow.js, gradients included", () => {
  test.each(reductions)("%s", async (_, fn) => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ shape, axes, keepDims, seed }) => {
        await expectParity(
          withGradients(({ x }) => fn(x!, axes, keepDims)),
          { x: { shape } },
          {},
          seed,
        );
      }),
      { numRuns: 4 },
    );
  });

  test("argMax, argMin, all, any", async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ shape, axes, keepDims, seed }) => {
        await expectParity(
          ({ x }) => ({
            prod: tf.prod(x!, axes, keepDims),
            argMax: tf.argMax(x!, axes[0]),
            argMin: tf.argMin(x!, axes[0]),
            all: tf.cast(tf.all(tf.greater(x!, -0.5), axes, keepDims), "int32"),
            any: tf.cast(tf.any(tf.greater(x!, 0.5), axes, keepDims), "int32"),
          }),
          { x: { shape } },
          {},
          seed,
        );
      }),
      { numRuns: 4 },
    );
  });

  test("softmax, logSoftmax and cumsum along the last axis", async () => {
    for (const fn of [tf.softmax, tf.logSoftmax, (x: tf.Tensor) => tf.cumsum(x, 1)])
      await expectParity(
        withGradients(({ x }) => fn(x!)),
        { x: { shape: [5, 7] } },
      );
  });

  test("moments and batch norm of them", async () => {
    await expectParity(
      withGradients(({ x, scale, offset }) => {
        const { mean, variance } = tf.moments(x!, [0, 1, 2]);
        return tf.batchNorm(
          x!,
          mean as tf.Tensor1D,
          variance as tf.Tensor1D,
          offset as tf.Tensor1D,
          scale as tf.Tensor1D,
          1e-3,
        );
      }),
      { x: { shape: [3, 4, 5, 2] }, scale: { shape: [2] }, offset: { shape: [2] } },
    );
  });
});
