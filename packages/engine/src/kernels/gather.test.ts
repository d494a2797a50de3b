import * as tf from "@tensorflow/tfjs-core";
import { test } from "vitest";
import { expectParity, withGradients } from "../parity.test.helper.js";

test("gather along each axis agrees with TensorFlow.js, gradients included", async () => {
  for (const axis of [0, 1])
    await expectParity(
      withGradients(({ x, i }) => tf.gather(x!, i as tf.Tensor1D, axis)),
      { x: { shape: [5, 4] }, i: { shape: [6], dtype: "int32" } },
      { i: Int32Array.of(0, 3, 3, 1, 2, 0) },
    );
});

test("oneHot agrees with TensorFlow.js", async () => {
  await expectParity(
    ({ i }) => ({ hot: tf.oneHot(i as tf.Tensor1D, 4), soft: tf.oneHot(i as tf.Tensor1D, 4, 0.9, 0.1) }),
    { i: { shape: [3], dtype: "int32" } },
    { i: Int32Array.of(0, 3, 2) },
  );
});

test("gather with batch dimensions agrees with TensorFlow.js", async () => {
  await expectParity(
    ({ x, i }) => ({ y: tf.gather(x!, i!, 2, 1), z: tf.gather(x!, i!, 1, 1) }),
    { x: { shape: [2, 3, 4, 2] }, i: { shape: [2, 3], dtype: "int32" } },
    { i: Int32Array.of(0, 2, 1, 1, 0, 2) },
  );
});

test("rows with a negative id belong to no segment", async () => {
  await expectParity(
    ({ x, i }) => ({ y: tf.unsortedSegmentSum(x!, i as tf.Tensor1D, 3) }),
    { x: { shape: [4, 2] }, i: { shape: [4], dtype: "int32" } },
    { i: Int32Array.of(2, -1, 2, 0) },
  );
});
