import * as tf from "@tensorflow/tfjs-core";
import { test } from "vitest";
import { expectParity, withGradients } from "../parity.test.helper.js";

// TensorFlow.js' own gradients are wrong for images that are not square, and for more than one.
const spec = { x: { shape: [1, 4, 4, 2] } };

test("resizing agrees with TensorFlow.js, gradients included", async () => {
  for (const size of [
    [6, 4],
    [2, 7],
  ] as [number, number][])
    for (const align of [false, true]) {
      await expectParity(
        withGradients(({ x }) => tf.image.resizeBilinear(x as tf.Tensor4D, size, align)),
        spec,
      );
      await expectParity(
        withGradients(({ x }) => tf.image.resizeNearestNeighbor(x as tf.Tensor4D, size, align)),
        spec,
      );
    }
});

test("resizing with half-pixel centers agrees with TensorFlow.js", async () => {
  await expectParity(
    ({ x }) => ({
      bilinear: tf.image.resizeBilinear(x as tf.Tensor4D, [5, 3], false, true),
      nearest: tf.image.resizeNearestNeighbor(x as tf.Tensor4D, [5, 3], false, true),
    }),
    spec,
  );
});
