import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { expectClose, onTensorFlow, uniform } from "../../../engine/src/parity.test.helper.js";
import { convolve } from "./convolve.js";

test.each([3, 1])(
  "at stride 2, filters of size %i see the even pixels and those around them",
  async (size) => {
    const spec = { x: { shape: [2, 6, 6, 3] }, filters: { shape: [size, size, 3, 4] } };
    const feeds = { x: uniform(216, 1), filters: uniform(size * size * 12, 2) };
    const { strided, picked } = await onTensorFlow(
      ({ x, filters }) => {
        const every = tf.conv2d(x as tf.Tensor4D, filters as tf.Tensor4D, 1, "same");
        return {
          strided: convolve(x as tf.Tensor4D, filters!, 2),
          picked: tf.stridedSlice(every, [0, 0, 0, 0], [2, 6, 6, 4], [1, 2, 2, 1]),
        };
      },
      spec,
      feeds,
    );
    expect(strided!.length).toBe(2 * 3 * 3 * 4);
    expectClose("strided", strided!, picked!);
  },
);
