import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { gradients, shapes, testKernels, values } from "../parity.test.helper.js";
import { createKernels } from "./create.js";

const integer = fc.integer({ min: -9, max: 9 });

testKernels(createKernels, {
  Fill: values(fc.tuple(shapes(0, 4), integer), ([shape, fill]) => ({
    spec: { x: { shape } },
    fn: ({ x }) => [tf.fill(shape, fill / 4), tf.fill(shape, fill, "int32"), tf.mul(tf.fill(shape, 2), x!)],
  })),
  "ZerosLike OnesLike": gradients(shapes(0, 4), (shape) => ({
    spec: { x: { shape } },
    fn: ({ x }) => tf.add(tf.onesLike(x!), tf.mul(x!, tf.zerosLike(x!))),
  })),
  Range: values(
    fc.tuple(integer, integer, fc.integer({ min: 1, max: 3 })).filter(([start, stop]) => start !== stop),
    ([start, stop, step]) => ({
      spec: {},
      // A step that is not given points towards the end.
      fn: () => [
        tf.range(start, stop),
        tf.range(start, stop, Math.sign(stop - start) * (step + 0.5)),
        tf.range(start, stop, Math.sign(stop - start) * step, "int32"),
      ],
    }),
  ),
  LinSpace: values(fc.tuple(integer, integer, fc.integer({ min: 1, max: 9 })), ([start, stop, count]) => ({
    spec: {},
    fn: () => tf.linspace(start / 4, stop / 4, count),
  })),
  Diag: values(shapes(1, 2), (shape) => ({
    spec: { x: { shape } },
    fn: ({ x }) => [tf.diag(x!), tf.diag(tf.cast(tf.mul(x!, 9), "int32")), tf.diag(tf.greater(x!, 0))],
  })),
  OneHot: gradients(
    fc.record({ shape: shapes(0, 3), depth: fc.integer({ min: 2, max: 5 }), on: integer, off: integer }),
    ({ shape, depth, on, off }) => ({
      spec: { x: { shape }, w: { shape: [depth] } },
      // Classes that are none among them.
      fn: ({ x, w }) => {
        const classes = tf.cast(tf.floor(tf.mul(tf.add(x!, 0.5), depth)), "int32");
        return tf.mul(tf.oneHot(classes, depth, on, off, "float32"), w!);
      },
    }),
  ),
});
