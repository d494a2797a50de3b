import * as tf from "@tensorflow/tfjs-core";
import { test } from "vitest";
import { expectParity } from "../parity.test.helper.js";

const spec = { x: { shape: [4, 3] }, u: { shape: [2, 3] }, i: { shape: [2, 1], dtype: "int32" } } as const;
const given = { i: Int32Array.of(3, 1) };

test("reading and writing by coordinates agrees with TensorFlow.js", async () => {
  await expectParity(
    ({ x, u, i }) => ({
      read: tf.gatherND(x!, i!),
      added: tf.scatterND(tf.concat([i!, i!]), tf.concat([u!, u!]), [4, 3]),
      // TensorFlow.js writes into the operand itself.
      updated: tf.tensorScatterUpdate(tf.neg(x!), i!, u!),
    }),
    spec,
    given,
  );
});

test("a sparse tensor made dense agrees with TensorFlow.js", async () => {
  await expectParity(
    ({ i, v }) => ({ y: tf.sparseToDense(tf.reshape(i!, [2]), v!, [5], 7) }),
    { i: spec.i, v: { shape: [2] } },
    given,
  );
});
