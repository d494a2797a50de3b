import { compile } from "@lehr/engine";
import * as tf from "@tensorflow/tfjs-core";
import { asam, sam, sgd } from "lehr";
import { expect, test } from "vitest";
import { lossAtAscent } from "./ascent.js";
import type { Tensors } from "./program.js";

const inputs = { x: Float32Array.from({ length: 12 }, (_, i) => Math.sin(3 * i)) };
const weights = () => ({
  kernel: Float32Array.from({ length: 6 }, (_, i) => Math.cos(5 * i)),
  bias: Float32Array.of(0.3, -0.2),
});
const shapes = { kernel: [3, 2], bias: [2] } as const;

/** Curved in every weight. */
const lossAt = ({ x }: Tensors, { kernel, bias }: Tensors) =>
  tf.mean(tf.square(tf.tanh(tf.add(tf.matMul(x as tf.Tensor2D, kernel as tf.Tensor2D), bias!)))) as tf.Scalar;

const gradientsOf = (loss: (tensors: Tensors) => (parameters: Tensors) => tf.Scalar) =>
  compile(
    (tensors) => {
      const { value, grads } = tf.valueAndGrads((kernel, bias) =>
        loss(tensors)({ kernel: kernel!, bias: bias! }),
      )([tensors.kernel, tensors.bias]);
      return { loss: value, kernel: grads[0]!, bias: grads[1]! };
    },
    { x: { shape: [4, 3] }, kernel: { shape: shapes.kernel }, bias: { shape: shapes.bias } },
  );

test.each([
  { name: "sam", around: sam, options: { rho: 0.3 } },
  { name: "asam", around: asam, options: { rho: 0.3, eta: 0.05 } },
])("gives the loss at w and lehr's gradients of $name, at w + e", async ({ around, options }) => {
  const plain = await gradientsOf((tensors) => (at) => lossAt(tensors, at));
  const model = around(sgd().bind(weights(), { shapes }), options);
  const below = await plain({ ...inputs, ...weights() });
  model.ascend({ kernel: below.kernel as Float32Array, bias: below.bias as Float32Array });
  const above = await plain({ ...inputs, ...model.params });

  const ascended = await gradientsOf((tensors) => (at) => {
    const scalars = Object.entries(options).map(([name, value]) => [name, tf.scalar(value)]);
    const ascent = Object.fromEntries(scalars) as { rho: tf.Scalar; eta?: tf.Scalar };
    return lossAtAscent(lossAt(tensors, at), (parameters) => lossAt(tensors, parameters), at, ascent);
  });
  const made = await ascended({ ...inputs, ...weights() });
  expect(made.loss![0]).toBeCloseTo(below.loss![0]!, 6);
  for (const name of ["kernel", "bias"] as const)
    for (const [i, expected] of above[name].entries()) expect(made[name][i]).toBeCloseTo(expected, 6);
  // The ascent shows.
  expect(Math.abs(above.kernel[0]! - below.kernel[0]!)).toBeGreaterThan(1e-3);
  for (const compiled of [plain, ascended]) compiled.dispose();
});
