import * as tf from "@tensorflow/tfjs-core";
import { test } from "vitest";
import { expectParity } from "../parity.test.helper.js";

test("maximum pooling with places agrees with TensorFlow.js", async () => {
  for (const batch of [false, true])
    await expectParity(({ x }) => ({ ...tf.maxPoolWithArgmax(x as tf.Tensor4D, 2, 1, "same", batch) }), {
      x: { shape: [2, 3, 4, 3] },
    });
});
