import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { shapes, testKernels, values } from "../parity.test.helper.js";
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

testKernels(scatterKernels, {
  GatherNd: values(coordinates, (drawn) => ({ ...indexed(drawn), fn: ({ x, i }) => tf.gatherND(x!, i!) })),
  ScatterNd: values(coordinates, (drawn) => ({
    ...indexed(drawn),
    fn: ({ u, i }) => tf.scatterND(i!, u!, drawn.shape),
  })),
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
