import * as tf from "@tensorflow/tfjs-core";
import { test } from "vitest";
import { expectParity, withGradients } from "../parity.test.helper.js";

const x = { shape: [2, 4, 5, 6, 2] };

test("convolution of volumes agrees with TensorFlow.js, gradients included", async () => {
  for (const strides of [1, 2] as const)
    for (const pad of ["same", "valid"] as const)
      await expectParity(
        withGradients(({ x, w }) => tf.conv3d(x as tf.Tensor5D, w as tf.Tensor5D, strides, pad)),
        { x, w: { shape: [2, 3, 2, 2, 3] } },
      );
});

test("pooling of volumes agrees with TensorFlow.js, gradients included", async () => {
  for (const strides of [1, 2] as const) {
    await expectParity(
      withGradients(({ x }) => tf.maxPool3d(x as tf.Tensor5D, 2, strides, "same")),
      { x },
    );
    await expectParity(
      withGradients(({ x }) => tf.avgPool3d(x as tf.Tensor5D, 2, strides, "valid")),
      { x },
    );
  }
});
