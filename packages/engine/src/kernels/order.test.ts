import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { apart, gradients, shapes, sizeOf, testKernels, values } from "../parity.test.helper.js";
import { orderKernels } from "./order.js";

/** Few different numbers, so that some are equal. */
const coarse = (x: tf.Tensor) => tf.round(tf.mul(x, 3));

const rows = fc.record({ batch: shapes(0, 2), length: fc.integer({ min: 1, max: 9 }), wanted: fc.nat(8) });

const bins = fc
  .record({ shape: shapes(1, 2, 5), size: fc.integer({ min: 1, max: 5 }) })
  .chain(({ shape, size }) =>
    fc.record({
      shape: fc.constant(shape),
      size: fc.constant(size),
      // Also numbers for which there is no bin.
      i: fc.int32Array({ min: 0, max: size, minLength: sizeOf(shape), maxLength: sizeOf(shape) }),
    }),
  );

testKernels(orderKernels, {
  TopK: gradients(fc.tuple(rows, fc.nat(999)), ([{ batch, length, wanted }, seed]) => {
    const shape = [...batch, length];
    const k = 1 + (wanted % length);
    return {
      spec: { x: { shape } },
      given: { x: apart(sizeOf(shape), seed) },
      fn: ({ x }) => tf.topk(x!, k).values,
      likewise: ({ x }) => {
        const { indices } = tf.topk(tf.tensor(x!.dataSync(), shape), k);
        const hits = tf.cast(
          tf.equal(tf.expandDims(indices, -1), tf.range(0, length, 1, "int32")),
          "float32",
        );
        return tf.sum(tf.mul(hits, tf.expandDims(x!, -2)), -1);
      },
    };
  }),
  "TopK: where some are equal": values(rows, ({ batch, length, wanted }) => ({
    spec: { x: { shape: [...batch, length] } },
    fn: ({ x }) =>
      [x!, coarse(x!)].flatMap((of) => {
        const { values, indices } = tf.topk(of, 1 + (wanted % length));
        return [values, indices];
      }),
  })),
  SearchSorted: values(rows, ({ batch, length, wanted }) => ({
    spec: { x: { shape: [...batch, length] }, v: { shape: [...batch, wanted + 1] } },
    fn: ({ x, v }) => {
      const sorted = tf.cumsum(tf.abs(coarse(x!)), batch.length);
      const sought = tf.mul(coarse(v!), 2);
      return [tf.searchSorted(sorted, sought, "left"), tf.searchSorted(sorted, sought, "right")];
    },
  })),
  Bincount: values(bins, ({ shape, size, i }) => ({
    spec: { i: { shape: [sizeOf(shape)], dtype: "int32" }, w: { shape: [sizeOf(shape)] } },
    given: { i },
    fn: ({ i, w }) => [
      tf.bincount(i as tf.Tensor1D, w as tf.Tensor1D, size),
      tf.bincount(i as tf.Tensor1D, tf.tensor1d([]), size),
    ],
  })),
  DenseBincount: values(bins, ({ shape, size, i }) => ({
    spec: { i: { shape, dtype: "int32" }, w: { shape } },
    given: { i },
    fn: ({ i, w }) =>
      [w as tf.Tensor2D, tf.tensor1d([])].flatMap((weights) =>
        // TensorFlow.js' own weighs what it has seen in a vector.
        (shape.length > 1 ? [false, true] : [false]).map((seen) =>
          tf.denseBincount(i as tf.Tensor2D, weights, size, seen),
        ),
      ),
  })),
});
