import * as tf from "@tensorflow/tfjs-core";
import { test } from "vitest";
import { expectParity, withGradients } from "../parity.test.helper.js";

test("blocks move between space, batch and channels as in TensorFlow.js", async () => {
  await expectParity(
    withGradients(({ x }) =>
      tf.spaceToBatchND(
        x!,
        [2, 3],
        [
          [1, 0],
          [0, 2],
        ],
      ),
    ),
    { x: { shape: [2, 3, 4, 2] } },
  );
  await expectParity(
    withGradients(({ x }) =>
      tf.batchToSpaceND(
        x!,
        [2, 2],
        [
          [0, 1],
          [1, 0],
        ],
      ),
    ),
    { x: { shape: [8, 2, 3, 2] } },
  );
  await expectParity(({ x }) => ({ y: tf.depthToSpace(x as tf.Tensor4D, 2) }), {
    x: { shape: [2, 2, 3, 8] },
  });
});
