import * as tf from "@tensorflow/tfjs-core";
import { test } from "vitest";
import { expectParity } from "../parity.test.helper.js";

const spec = {
  x: { shape: [2, 5, 5, 3] },
  w: { shape: [3, 3, 3, 4] },
  d: { shape: [3, 3, 3, 2] },
  b: { shape: [4] },
  e: { shape: [6] },
};

test("fused convolutions agree with TensorFlow.js for every activation", async () => {
  for (const activation of ["linear", "relu", "relu6", "elu", "sigmoid", "leakyrelu", "prelu"] as const)
    await expectParity(({ x, w, d, b, e }) => {
      const common = {
        x: x as tf.Tensor4D,
        strides: 1,
        pad: "same",
        activation,
        leakyreluAlpha: 0.1,
      } as const;
      const slope = (view: tf.Tensor) =>
        activation === "prelu" ? { preluActivationWeights: tf.mul(view, 2) } : {};
      return {
        dense: tf.fused.conv2d({ ...common, filter: w as tf.Tensor4D, bias: b!, ...slope(b!) }),
        deep: tf.fused.depthwiseConv2d({ ...common, filter: d as tf.Tensor4D, bias: e!, ...slope(e!) }),
      };
    }, spec);
});
