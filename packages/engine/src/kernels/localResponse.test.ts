import * as tf from "@tensorflow/tfjs-core";
import { test } from "vitest";
import { expectParity, withGradients } from "../parity.test.helper.js";

test("local response normalization agrees with TensorFlow.js, gradients included", async () => {
  await expectParity(
    withGradients(({ x }) => tf.localResponseNormalization(x as tf.Tensor4D, 2, 1.5, 0.3, 0.6)),
    { x: { shape: [2, 3, 2, 7] } },
  );
});
