import * as tf from "@tensorflow/tfjs-core";
import { test } from "vitest";
import { expectParity } from "../parity.test.helper.js";

test("topk agrees with TensorFlow.js", async () => {
  const spec = { x: { shape: [2, 3, 6] } };
  await expectParity(({ x }) => ({ ...tf.topk(x!, 3) }), spec);
  await expectParity(({ x }) => ({ y: tf.topk(x!, 2).values }), spec);
  await expectParity(({ x }) => ({ y: tf.topk(x!, 2).indices }), spec);
});

test("searchSorted and counting agree with TensorFlow.js", async () => {
  await expectParity(
    ({ s, v }) => ({ left: tf.searchSorted(s!, v!, "left"), right: tf.searchSorted(s!, v!, "right") }),
    { s: { shape: [2, 4] }, v: { shape: [2, 3] } },
    { s: Float32Array.of(0, 1, 1, 2, -1, 0, 3, 3), v: Float32Array.of(1, 5, -1, 3, 0, 1) },
  );
  await expectParity(
    ({ i, w }) => ({
      all: tf.bincount(tf.reshape(i!, [6]) as tf.Tensor1D, tf.reshape(w!, [6]) as tf.Tensor1D, 4),
      rows: tf.denseBincount(i as tf.Tensor2D, w as tf.Tensor2D, 4),
      seen: tf.denseBincount(i as tf.Tensor2D, w as tf.Tensor2D, 4, true),
    }),
    { i: { shape: [2, 3], dtype: "int32" }, w: { shape: [2, 3] } },
    { i: Int32Array.of(0, 3, 3, 1, 5, 0) },
  );
});
