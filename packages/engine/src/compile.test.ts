import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { compile } from "./index.js";
import { expectParity } from "./parity.test.helper.js";

const SPEC = { x: { shape: [2, 3] }, w: { shape: [3, 4] } } as const;

const feeds = () => ({ x: Float32Array.of(1, 2, 3, 4, 5, 6), w: new Float32Array(12).fill(0.5) });

test("an MLP with its gradients agrees with TensorFlow.js", async () => {
  await expectParity(
    ({ x, y, w1, b1, w2, b2 }) => {
      const loss = (a: tf.Tensor, b: tf.Tensor, c: tf.Tensor, d: tf.Tensor) => {
        const hidden = tf.relu(tf.add(tf.matMul(x as tf.Tensor2D, a as tf.Tensor2D), b));
        const logits = tf.add(tf.matMul(hidden as tf.Tensor2D, c as tf.Tensor2D), d);
        return tf.losses.softmaxCrossEntropy(tf.oneHot(tf.cast(y!, "int32"), 5), logits) as tf.Scalar;
      };
      const { value, grads } = tf.valueAndGrads(loss)([w1!, b1!, w2!, b2!]);
      return { loss: value, w1: grads[0]!, b1: grads[1]!, w2: grads[2]!, b2: grads[3]! };
    },
    {
      x: { shape: [6, 8] },
      y: { shape: [6], dtype: "int32" },
      w1: { shape: [8, 7] },
      b1: { shape: [7] },
      w2: { shape: [7, 5] },
      b2: { shape: [5] },
    },
    { y: Int32Array.of(0, 1, 4, 2, 3, 3) },
  );
});

test("outputs are written into the arrays given", async () => {
  const run = await compile(({ x, w }) => ({ y: tf.matMul(x, w), s: tf.sum(x) }), SPEC);
  const y = new Float32Array(8);
  const outputs = await run(feeds(), { outputs: { y } });
  expect(outputs.y).toBe(y);
  expect(Array.from(y)).toEqual([3, 3, 3, 3, 7.5, 7.5, 7.5, 7.5]);
  expect(Array.from(outputs.s)).toEqual([21]);
  expect(run.outputShapes).toEqual({ y: [2, 4], s: [] });
  run.dispose();
});
