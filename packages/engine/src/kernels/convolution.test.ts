import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { compile } from "../index.js";
import { expectParity, uniform, withGradients } from "../parity.test.helper.js";

const geometry = fc
  .record({
    n: fc.integer({ min: 1, max: 3 }),
    height: fc.integer({ min: 5, max: 9 }),
    width: fc.integer({ min: 5, max: 9 }),
    channels: fc.constantFrom(1, 3, 9, 16),
    out: fc.constantFrom(1, 5, 16),
    kernel: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
    stride: fc.integer({ min: 1, max: 3 }),
    dilation: fc.integer({ min: 1, max: 2 }),
    pad: fc.constantFrom("same" as const, "valid" as const, 1),
  })
  .map((g) => ({ ...g, dilation: g.stride > 1 ? 1 : g.dilation }))
  // With padding in numbers, TensorFlow.js sizes the output by the filter's height alone.
  .filter((g) => g.pad !== 1 || (g.kernel[0] === g.kernel[1] && g.kernel[0] > 1));

test("conv2d agrees with TensorFlow.js, gradients included", async () => {
  await fc.assert(
    fc.asyncProperty(geometry, async (g) => {
      await expectParity(
        // TensorFlow.js has no gradient of a dilated convolution.
        g.dilation === 1
          ? withGradients(({ x, w }) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, g.stride, g.pad))
          : ({ x, w }) => ({
              y: tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, g.pad, "NHWC", g.dilation),
            }),
        {
          x: { shape: [g.n, g.height, g.width, g.channels] },
          w: { shape: [...g.kernel, g.channels, g.out] },
        },
      );
    }),
    { numRuns: 40 },
  );
});

test("conv2dTranspose agrees with TensorFlow.js, gradients included", async () => {
  await expectParity(
    withGradients(({ x, w }) =>
      tf.conv2dTranspose(x as tf.Tensor4D, w as tf.Tensor4D, [2, 8, 8, 3], 2, "same"),
    ),
    { x: { shape: [2, 4, 4, 9] }, w: { shape: [3, 3, 3, 9] } },
  );
});

test("depthwise and separable convolutions agree with TensorFlow.js, gradients included", async () => {
  await fc.assert(
    fc.asyncProperty(geometry, fc.integer({ min: 1, max: 2 }), async (g, multiplier) => {
      await expectParity(
        withGradients(({ x, w }) => tf.depthwiseConv2d(x as tf.Tensor4D, w as tf.Tensor4D, g.stride, g.pad)),
        {
          x: { shape: [g.n, g.height, g.width, g.channels] },
          w: { shape: [...g.kernel, g.channels, multiplier] },
        },
      );
    }),
    { numRuns: 12 },
  );
});

test("fused conv2d agrees with TensorFlow.js", async () => {
  await expectParity(
    ({ x, w, bias }) => ({
      y: tf.fused.conv2d({
        x: x as tf.Tensor4D,
        filter: w as tf.Tensor4D,
        strides: 1,
        pad: "same",
        bias: bias!,
        activation: "relu",
      }),
    }),
    { x: { shape: [2, 5, 5, 3] }, w: { shape: [3, 3, 3, 4] }, bias: { shape: [4] } },
  );
  expect.hasAssertions();
});

test("conv1d agrees with TensorFlow.js, gradients included", async () => {
  await expectParity(
    withGradients(({ x, w }) => tf.conv1d(x as tf.Tensor3D, w as tf.Tensor3D, 1, "same")),
    { x: { shape: [2, 7, 8] }, w: { shape: [3, 8, 4] } },
  );
});

test("max and average pooling agree with TensorFlow.js, gradients included", async () => {
  await fc.assert(
    fc.asyncProperty(geometry, fc.constantFrom("same" as const, "valid" as const), async (g, pad) => {
      const spec = { x: { shape: [g.n, g.height, g.width, g.channels] } };
      await expectParity(
        withGradients(({ x }) => tf.maxPool(x as tf.Tensor4D, g.kernel, g.stride, pad)),
        spec,
      );
      await expectParity(
        withGradients(({ x }) => tf.avgPool(x as tf.Tensor4D, g.kernel, g.stride, "valid")),
        spec,
      );
      await expectParity(({ x }) => ({ y: tf.avgPool(x as tf.Tensor4D, g.kernel, g.stride, pad) }), spec);
    }),
    { numRuns: 12 },
  );
});

test("the gradient of padded average pooling is that of what it computes", async () => {
  // TensorFlow.js divides by the whole window there, though forward it counts only pixels inside the image.
  // Pooling is linear: the gradient of its sum is its own transpose applied to ones.
  const spec = { x: { shape: [1, 4, 4, 1] } } as const;
  const run = await compile(({ x }) => {
    const pool = (image: tf.Tensor) => tf.avgPool(image as tf.Tensor4D, 3, 2, "same");
    const dx = tf.grad((image: tf.Tensor) => tf.sum(pool(image)))(x);
    return { dx, direct: tf.sum(pool(x)), byGradient: tf.sum(tf.mul(dx, x)) };
  }, spec);
  const { dx, direct, byGradient } = await run({ x: uniform(16, 3) });
  expect(byGradient[0]).toBeCloseTo(direct[0]!, 5);
  expect(Array.from(dx).reduce((a, b) => a + b, 0)).toBeCloseTo(4, 5);
  run.dispose();
});

test("average pooling of whole images agrees with TensorFlow.js", async () => {
  await expectParity(
    withGradients(({ x }) => tf.avgPool(x as tf.Tensor4D, [4, 5], 1, "valid")),
    { x: { shape: [2, 4, 5, 3] } },
  );
});
