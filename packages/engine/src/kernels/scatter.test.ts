import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { gradients, shapes, sizeOf, testKernels, values } from "../parity.test.helper.js";
import { scatterKernels } from "./scatter.js";

/** A shape and coordinates in it: as many numbers each as `depth`. */
const coordinates = shapes(1, 4).chain((shape) =>
  fc.integer({ min: 1, max: shape.length }).chain((depth) =>
    fc.record({
      shape: fc.constant(shape),
      depth: fc.constant(depth),
      at: fc.array(fc.tuple(...shape.slice(0, depth).map((size) => fc.nat(size - 1))), {
        minLength: 1,
        maxLength: 5,
      }),
    }),
  ),
);

/** No coordinates twice: which of two writes is last is nobody's promise. */
const unique = coordinates.map(({ at, ...rest }) => ({
  ...rest,
  at: at.filter((one, i) => at.findIndex((other) => `${other}` === `${one}`) === i),
}));

type Coordinates = typeof coordinates extends fc.Arbitrary<infer P> ? P : never;

const indexed = ({ shape, depth, at }: Coordinates) => ({
  spec: {
    x: { shape },
    u: { shape: [at.length, ...shape.slice(depth)] },
    i: { shape: [at.length, depth], dtype: "int32" as const },
  },
  given: { i: Int32Array.from(at.flat()) },
});

/** Which row of a tensor each coordinate means, as a matrix of ones and zeros. */
const places = ({ shape, depth, at }: Coordinates): tf.Tensor2D => {
  const rows = at.map((one) => one.reduce((row, i, axis) => row * shape[axis]! + i, 0));
  const all = tf.range(0, sizeOf(shape.slice(0, depth)), 1, "int32");
  return tf.cast(tf.equal(tf.tensor2d(rows, [rows.length, 1], "int32"), all), "float32") as tf.Tensor2D;
};

const rowsOf = (x: tf.Tensor, { shape, depth }: Coordinates) =>
  tf.reshape(x, [sizeOf(shape.slice(0, depth)), -1]);

testKernels(scatterKernels, {
  GatherNd: gradients(coordinates, (drawn) => {
    const { spec, given } = indexed(drawn);
    return {
      spec: { x: spec.x, i: spec.i },
      given,
      fn: ({ x, i }) => tf.gatherND(x!, i!),
      likewise: ({ x }) => tf.reshape(tf.matMul(places(drawn), rowsOf(x!, drawn)), spec.u.shape),
    };
  }),
  ScatterNd: gradients(coordinates, (drawn) => {
    const { spec, given } = indexed(drawn);
    return {
      spec: { u: spec.u, i: spec.i },
      given,
      fn: ({ u, i }) => tf.scatterND(i!, u!, drawn.shape),
      likewise: ({ u }) =>
        tf.reshape(tf.matMul(places(drawn), tf.reshape(u!, [drawn.at.length, -1]), true), drawn.shape),
    };
  }),
  TensorScatterUpdate: values(unique, (drawn) => ({
    ...indexed(drawn),
    // TensorFlow.js writes into the operand itself.
    fn: ({ x, u, i }) => tf.tensorScatterUpdate(tf.neg(x!), i!, u!),
  })),
  SparseToDense: values(unique, ({ shape, depth, at }) => ({
    spec: { v: { shape: [at.length] }, i: { shape: [at.length, depth], dtype: "int32" } },
    given: { i: Int32Array.from(at.flat()) },
    fn: ({ v, i }) => tf.sparseToDense(i!, v!, shape.slice(0, depth), 7),
  })),
});
