import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { gradients, shapes, sizeOf, testKernels, values } from "../parity.test.helper.js";
import { selectKernels } from "./select.js";

/** A shape, and one that broadcasts to it. */
const pairs = fc
  .tuple(shapes(1, 4), fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }))
  .map(([shape, kept]) => [shape, shape.map((size, axis) => (kept[axis] ? size : 1))] as const);

testKernels(selectKernels, {
  Select: gradients(pairs, ([shape, narrow]) => ({
    spec: { c: { shape: narrow }, a: { shape }, b: { shape: narrow } },
    fn: ({ c, a, b }) => tf.where(tf.greaterEqual(c!, 0), a!, b!),
  })),
  "Select: of integers and booleans": values(pairs, ([shape, narrow]) => ({
    spec: { c: { shape: narrow }, a: { shape } },
    fn: ({ c, a }) => {
      const [condition, integers, bools] = [
        tf.greater(c!, 0),
        tf.cast(tf.mul(a!, 9), "int32"),
        tf.less(a!, 0),
      ];
      return [
        tf.where(condition, integers, tf.neg(integers)),
        tf.where(condition, bools, tf.logicalNot(bools)),
      ];
    },
  })),
  // TensorFlow.js' own takes the first elements for all of a row.
  "Select: of whole rows": values(shapes(2, 4), (shape) => ({
    spec: { c: { shape: shape.slice(0, 1) }, t: { shape }, e: { shape } },
    fn: ({ c, t, e }) =>
      tf.engine().runKernel("Select", { condition: tf.greater(c!, 0), t: t!, e: e! }) as tf.Tensor,
    reference: ({ c, t, e }) =>
      t!.map((x, i) => (c![Math.floor(i / sizeOf(shape.slice(1)))]! > 0 ? x : e![i]!)),
  })),
  Cast: gradients(shapes(0, 4), (shape) => ({
    spec: { x: { shape } },
    fn: ({ x }) => tf.mul(tf.cast(tf.cast(tf.mul(x!, 9), "int32"), "float32"), tf.cast(x!, "float32")),
  })),
  "Cast: between all types": values(shapes(0, 4), (shape) => ({
    spec: { x: { shape } },
    fn: ({ x }) => {
      const given = [x!, tf.cast(tf.mul(x!, 3), "int32"), tf.greater(x!, 0)];
      return given.flatMap((from) => (["float32", "int32", "bool"] as const).map((to) => tf.cast(from, to)));
    },
  })),
  ClipByValue: gradients(
    fc.tuple(shapes(0, 4), fc.integer({ min: -9, max: 0 }), fc.integer({ min: 1, max: 9 })),
    ([shape, least, most]) => ({
      spec: { x: { shape } },
      fn: ({ x }) => tf.clipByValue(x!, least / 10, most / 10),
    }),
  ),
  Identity: gradients(shapes(0, 4), (shape) => ({
    spec: { x: { shape } },
    fn: ({ x }) => tf.mul(tf.clone(x!), x!),
  })),
  StopGradient: values(shapes(0, 4), (shape) => ({
    spec: { x: { shape } },
    fn: ({ x }) => tf.engine().runKernel("StopGradient", { x: x! }) as tf.Tensor,
    reference: ({ x }) => x!,
  })),
  Step: gradients(fc.tuple(shapes(0, 4), fc.integer({ min: -9, max: 9 })), ([shape, tenths]) => ({
    spec: { x: { shape } },
    fn: ({ x }) => tf.mul(tf.step(x!, tenths / 10), x!),
  })),
});
