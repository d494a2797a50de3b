import * as tf from "@tensorflow/tfjs-core";
import { describe, test } from "vitest";
import { haveAdapter, SLOW } from "./testing/adapter.js";
import { expectAlike, withGradients } from "./testing/alike.js";

describe.skipIf(!haveAdapter)("on a graphics adapter, as on the CPU", { timeout: SLOW }, () => {
  test.each([
    [6, 4],
    [9, 8],
  ])("volumes of %i channels to %i", async (c, o) => {
    const conv = ({ x, w }: Record<string, tf.Tensor>) => ({
      y: tf.conv3d(x as tf.Tensor5D, w as tf.Tensor5D, 1, "same"),
    });
    await expectAlike(conv, [2, 3, 4, 5, c], [2, 2, 2, c, o]);
  });

  test("gradients of filters of volumes, a batch of 6 to 4 channels", async () => {
    const dw = ({ x, w }: Record<string, tf.Tensor>) => ({
      dw: tf.grad((w) => tf.sum(tf.square(tf.conv3d(x as tf.Tensor5D, w as tf.Tensor5D, 1, "same"))))(w!),
    });
    await expectAlike(dw, [6, 3, 4, 3, 2], [2, 2, 2, 2, 4]);
  });

  test.each([
    [1, "same"],
    [2, "valid"],
    [3, "same"],
  ] as const)("gradients of volumes and their filters, stride %i, padding %s", async (stride, pad) => {
    const conv = (x: tf.Tensor, w: tf.Tensor) => tf.conv3d(x as tf.Tensor5D, w as tf.Tensor5D, stride, pad);
    await expectAlike(withGradients(conv), [2, 4, 5, 6, 3], [2, 3, 1, 3, 4]);
    await expectAlike(withGradients(conv), [2, 2, 2, 2, 3], [2, 2, 2, 3, 4]);
  });

  test.each([
    [2, "valid"],
    [1, "same"],
  ] as const)("gradients of pooled volumes, stride %i, padding %s", async (stride, pad) => {
    const pooled = (pool: typeof tf.maxPool3d) => (x: tf.Tensor, w: tf.Tensor) =>
      pool(tf.mul(x, w) as tf.Tensor5D, [2, 2, 3], stride, pad);
    for (const pool of [tf.maxPool3d, tf.avgPool3d])
      await expectAlike(withGradients(pooled(pool)), [2, 3, 4, 5, 2], [2]);
  });

  test.each([
    [1, 1, 1],
    [2, 1, 1],
    [2, 2, 1],
    [4, 1, 2],
    [3, 1, 3],
  ])("depthwise, %i filters a channel, stride %i, dilation %i", async (multiplier, stride, dilation) => {
    await expectAlike(
      withGradients((x, w) =>
        tf.depthwiseConv2d(x as tf.Tensor4D, w as tf.Tensor4D, stride, "same", "NHWC", dilation),
      ),
      [2, 7, 6, 3],
      [3, 3, 3, multiplier],
    );
  });

  test.each([
    [6, 4, 2],
    [16, 8, 3],
  ])("dilated, channels %i to %i, dilation %i", async (c, o, dilation) => {
    await expectAlike(
      withGradients((x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, "same", "NHWC", dilation)),
      [2, 8, 7, c],
      [3, 3, c, o],
    );
  });
});
