import * as tf from "@tensorflow/tfjs-core";
// TensorFlow.js' gradient of a product calls methods of tensors.
import "@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js";
import fc from "fast-check";
import { gradients, shapes, testKernels, values } from "../parity.test.helper.js";
import { reduceKernels } from "./reduce.js";

const cases = shapes(1, 4).chain((shape) =>
  fc.record({
    shape: fc.constant(shape),
    axes: fc.subarray(
      shape.map((_, axis) => axis),
      { minLength: 1 },
    ),
    keepDims: fc.boolean(),
  }),
);

const reduction = (fn: (x: tf.Tensor, axes: number[], keepDims: boolean) => tf.Tensor) =>
  gradients(cases, ({ shape, axes, keepDims }) => ({
    spec: { x: { shape } },
    fn: ({ x }) => fn(x!, axes, keepDims),
  }));

/** The place of an extremum along the first of the axes, in a function of floats. */
const place = (fn: typeof tf.argMax) =>
  gradients(cases, ({ shape, axes: [axis] }) => ({
    spec: { x: { shape } },
    fn: ({ x }) => tf.mul(tf.cast(fn(x!, axis), "float32"), tf.sum(x!, axis)),
  }));

const logic = (fn: typeof tf.all) =>
  values(cases, ({ shape, axes, keepDims }) => ({
    spec: { x: { shape } },
    fn: ({ x }) => [-0.7, 0, 0.7].map((bound) => fn(tf.greater(x!, bound), axes, keepDims)),
  }));

testKernels(reduceKernels, {
  Sum: reduction(tf.sum),
  Mean: reduction(tf.mean),
  Max: reduction(tf.max),
  Min: reduction(tf.min),
  Prod: reduction((x, axes, keepDims) => tf.prod(tf.mul(x, 2), axes, keepDims)),
  "Max Sum: logSumExp": reduction(tf.logSumExp),
  "Sum: norm": reduction((x, axes) => tf.norm(x, "euclidean", axes.slice(0, 2))),
  ArgMax: place(tf.argMax),
  ArgMin: place(tf.argMin),
  All: logic(tf.all),
  Any: logic(tf.any),
  "Sum Mean Max Min Prod ArgMax ArgMin: of integers": values(cases, ({ shape, axes, keepDims }) => ({
    spec: { x: { shape } },
    fn: ({ x }) => {
      const integers = tf.cast(tf.mul(x!, 4), "int32");
      return [
        ...[tf.sum, tf.mean, tf.max, tf.min, tf.prod].map((fn) => fn(integers, axes, keepDims)),
        ...[tf.argMax, tf.argMin].map((fn) => fn(integers, axes[0])),
      ];
    },
  })),
});
