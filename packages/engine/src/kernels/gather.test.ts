import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { compile } from "../index.js";
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

test("gather with batch dimensions is refused", async () => {
  const spec = { x: { shape: [2, 3] }, i: { shape: [2, 1], dtype: "int32" } } as const;
  await expect(compile(({ x, i }) => ({ y: tf.gather(x, i as tf.Tensor2D, 1, 1) }), spec)).rejects.toThrow(
    /batchDims 1 is not supported/,
  );
});
