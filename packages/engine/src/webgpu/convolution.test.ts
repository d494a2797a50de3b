import * as tf from "@tensorflow/tfjs-core";
import { describe, test } from "vitest";
import { haveAdapter, SLOW } from "./testing/adapter.js";
import { expectAlike, withGradients } from "./testing/alike.js";

type Pad = "same" | tf.backend_util.ExplicitPadding;

const convolution = (stride: number, pad: Pad) =>
  withGradients((x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, stride, pad));

describe.skipIf(!haveAdapter)("convolutions on a graphics adapter", { timeout: SLOW }, () => {
  test.each([
    [2, 6, 8, 8, 3, 1],
    [6, 2, 4, 6, 3, 1],
    [2, 9, 4, 7, 3, 2],
    [2, 8, 6, 7, 1, 2],
    [3, 3, 16, 8, 3, 2],
    [1, 12, 9, 5, 2, 1],
    [4, 128, 256, 4, 3, 1],
    [3, 16, 8, 6, 1, 1],
    // Padded behind, by filters as large as the images or of a single tap.
    [2, 3, 4, 2, 2, 1],
    [2, 8, 4, 2, 2, 1],
    [2, 3, 4, 1, 2, 1],
    [2, 3, 4, 2, 3, 3],
  ])(
    "batch %i, channels %i to %i, size %i, filter %i, stride %i: as on the CPU",
    async (n, c, o, size, k, s) => {
      await expectAlike(convolution(s, "same"), [n, size, size, c], [k, k, c, o]);
    },
  );

  // Filters of a single pixel, and filters as large as the image, which those of their gradients are too.
  test.each([
    { x: [2, 4, 3, 3], w: [1, 1, 3, 5], below: 1, beside: 0 },
    { x: [2, 4, 3, 3], w: [4, 3, 3, 5], below: 0, beside: 2 },
    { x: [2, 1, 7, 3], w: [1, 2, 3, 5], below: 0, beside: 1 },
    { x: [3, 6, 6, 2], w: [2, 2, 2, 4], below: 1, beside: 1 },
  ])("images $x, filters $w, padded by $below below and $beside beside", async ({ x, w, below, beside }) => {
    const pad: Pad = [
      [0, 0],
      [0, below],
      [0, beside],
      [0, 0],
    ];
    await expectAlike(convolution(1, pad), x, w);
  });
});
