import * as tf from "@tensorflow/tfjs-core";
import { test } from "vitest";
import { expectParity } from "../parity.test.helper.js";

test("running sums and products agree with TensorFlow.js", async () => {
  for (const axis of [0, 1])
    for (const exclusive of [false, true])
      for (const reverse of [false, true])
        await expectParity(
          ({ x }) => ({
            sum: tf.cumsum(x!, axis, exclusive, reverse),
            product: tf.cumprod(x!, axis, exclusive, reverse),
          }),
          { x: { shape: [5, 3] } },
        );
});
