import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { compile } from "../index.js";
import {
  differences,
  expectParity,
  gradients,
  mapLines,
  shapes,
  sizeOf,
  testKernels,
  uniform,
} from "../parity.test.helper.js";
import { activationKernels } from "./activation.js";

/** Of numbers in [-8, 8). */
const activation = (fn: (x: tf.Tensor) => tf.Tensor) =>
  gradients(shapes(0, 4), (shape) => ({ spec: { x: { shape } }, fn: ({ x }) => fn(tf.mul(x!, 8)) }));

testKernels(activationKernels, {
  Relu: activation(tf.relu),
  Relu6: activation(tf.relu6),
  "Elu EluGrad": activation(tf.elu),
  Selu: activation(tf.selu),
  Sigmoid: activation(tf.sigmoid),
  Softplus: activation(tf.softplus),
  // Its gradient reads its operand, which TensorFlow.js keeps only where it is an input.
  "Softplus: log of the sigmoid": gradients(fc.tuple(shapes(0, 4), fc.nat(999)), ([shape, seed]) => ({
    spec: { x: { shape } },
    given: { x: uniform(sizeOf(shape), seed) },
    fn: ({ x }) => tf.logSigmoid(x!),
  })),
  LeakyRelu: gradients(fc.tuple(shapes(0, 4), fc.integer({ min: 0, max: 9 })), ([shape, tenths]) => ({
    spec: { x: { shape } },
    fn: ({ x }) => tf.leakyRelu(x!, tenths / 10),
  })),
  Prelu: gradients(
    shapes(1, 4).chain((shape) => fc.tuple(fc.constant(shape), fc.subarray(shape.map((_, axis) => axis)))),
    ([shape, axes]) => ({
      spec: { x: { shape }, slopes: { shape: shape.map((size, axis) => (axes.includes(axis) ? size : 1)) } },
      fn: ({ x, slopes }) => tf.prelu(x!, slopes!),
    }),
  ),
  Softmax: gradients(shapes(1, 4), (shape) => ({
    spec: { x: { shape } },
    fn: ({ x }) => tf.softmax(tf.mul(x!, 3)),
  })),
  // TensorFlow.js composes tf.logSoftmax of other kernels.
  LogSoftmax: differences(shapes(2, 4), (shape) => ({
    spec: { x: { shape } },
    fn: ({ x }) =>
      tf.engine().runKernel("LogSoftmax", { logits: x! }, { axis: shape.length - 1 }) as tf.Tensor,
    reference: ({ x }) =>
      mapLines(x!, shape, [
        ...shape.slice(2).map(() => (line: readonly number[]) => line),
        (line) => {
          const sum = line.reduce((total, y) => total + Math.exp(y), 0);
          return line.map((y) => y - Math.log(sum));
        },
      ]),
  })),
});

test("prelu is nothing at 0, whatever the slope", async () => {
  const slopes = Float32Array.of(Number.NaN, Number.POSITIVE_INFINITY, 1);
  const spec = { x: { shape: [3] }, slopes: { shape: [3] } };
  await expectParity(({ x, slopes }) => ({ y: tf.prelu(x!, slopes!) }), spec, {
    x: Float32Array.of(0, 0, 0),
    slopes,
  });
});

test("the sigmoid of large numbers is exact to rounding, and its logarithm has a slope", async () => {
  const x = Float32Array.from({ length: 180 }, (_, i) => i - 88);
  const run = await compile(
    ({ x }) => ({ y: tf.sigmoid(x), slope: tf.grad((v) => tf.log(tf.sigmoid(v)))(x) }),
    { x: { shape: [180] } },
  );
  const { y, slope } = await run({ x });
  for (const [i, at] of x.entries()) {
    const exact = 1 / (1 + Math.exp(-at));
    expect(Math.abs(y[i]! / exact - 1), `sigmoid of ${at}`).toBeLessThan(1e-6);
    expect(Math.abs(slope[i]! - 1 / (1 + Math.exp(at))), `slope at ${at}`).toBeLessThan(1e-6);
  }
  run.dispose();
});
