import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { differences, gradients, shapes, sizeOf, testKernels, values } from "../parity.test.helper.js";
import { shapeKernels } from "./shape.js";

/** A shape, with something drawn for each axis. */
const perAxis = <T>(
  least: number,
  most: number,
  draw: (size: number) => fc.Arbitrary<T>,
): fc.Arbitrary<{ shape: number[]; each: T[] }> =>
  shapes(least, most).chain((shape) =>
    fc.record({
      shape: fc.constant(shape),
      each: fc.tuple(...shape.map(draw)) as unknown as fc.Arbitrary<T[]>,
    }),
  );

/** A shape and one of its axes. */
const withAxis = shapes(1, 4).chain((shape) =>
  fc.record({ shape: fc.constant(shape), axis: fc.nat(shape.length - 1) }),
);

const amount = fc.tuple(fc.nat(2), fc.nat(2));

/** From a place to another, forwards or backwards, as tf.stridedSlice takes it. */
const stride = (size: number) =>
  fc
    .record({
      ends: fc.tuple(fc.nat(size - 1), fc.nat(size - 1)),
      backwards: fc.boolean(),
      step: fc.integer({ min: 1, max: 3 }),
      fromEnd: fc.boolean(),
      open: fc.tuple(fc.boolean(), fc.boolean()),
    })
    .map(({ ends, backwards, step, fromEnd, open }) => {
      const [low, high] = [Math.min(...ends), Math.max(...ends)];
      const [begin, end] = backwards ? [high, low - 1] : [low, high + 1];
      return {
        begin: fromEnd ? begin - size : begin,
        // One before the first element can only be said from the end.
        end: end < 0 || (fromEnd && end < size) ? end - size : end,
        stride: backwards ? -step : step,
        open,
      };
    });

const bits = (flags: readonly boolean[]) => flags.reduce((sum, flag, i) => sum + (flag ? 2 ** i : 0), 0);

/** Plain numbers repeated along the axes of extent 1. */
const broadcast = (x: Float64Array, from: readonly number[], to: readonly number[]): number[] =>
  Array.from({ length: sizeOf(to) }, (_, i) => {
    const at = from.reduce((sum, size, axis) => {
      const place = Math.floor(i / sizeOf(to.slice(axis + 1))) % to[axis]!;
      return sum * size + (size === 1 ? 0 : place);
    }, 0);
    return x[at]!;
  });

testKernels(shapeKernels, {
  Reshape: gradients(shapes(1, 4), (shape) => ({
    spec: { x: { shape } },
    fn: ({ x }) => tf.mul(tf.reshape(x!, [-1, shape.at(-1)!]), tf.sum(x!)),
  })),
  "Reshape: squeezed": gradients(shapes(1, 4, 2), (shape) => ({
    spec: { x: { shape } },
    fn: ({ x }) => tf.squeeze(x!),
  })),
  ExpandDims: gradients(fc.tuple(shapes(0, 4), fc.nat()), ([shape, axis]) => ({
    spec: { x: { shape } },
    fn: ({ x }) => tf.expandDims(x!, axis % (shape.length + 1)),
  })),
  Transpose: gradients(
    fc.tuple(shapes(1, 5), fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 })),
    ([shape, axes]) => ({
      spec: { x: { shape } },
      fn: ({ x }) =>
        tf.mul(
          tf.transpose(
            x!,
            axes.filter((axis) => axis < shape.length),
          ),
          2,
        ),
    }),
  ),
  Slice: gradients(
    perAxis(1, 4, (size) => fc.tuple(fc.nat(size - 1), fc.nat(size - 1))),
    ({ shape, each }) => ({
      spec: { x: { shape } },
      fn: ({ x }) =>
        tf.slice(
          x!,
          each.map((ends) => Math.min(...ends)),
          each.map(([a, b]) => 1 + Math.abs(a - b)),
        ),
    }),
  ),
  StridedSlice: values(perAxis(1, 4, stride), ({ shape, each }) => ({
    spec: { x: { shape } },
    fn: ({ x }) => {
      const of = (key: "begin" | "end" | "stride") => each.map((one) => one[key]);
      const slice = (...masks: number[]) =>
        tf.stridedSlice(x!, of("begin"), of("end"), of("stride"), ...masks);
      return [slice(), slice(...[0, 1].map((i) => bits(each.map(({ open }) => open[i]!))))];
    },
  })),
  "StridedSlice: of nothing": values(withAxis, ({ shape, axis }) => ({
    spec: { x: { shape } },
    fn: ({ x }) => {
      const starts = shape.map(() => 0);
      const ends = shape.map((size, i) => (i === axis ? 0 : size));
      return tf.stridedSlice(
        x!,
        starts,
        ends,
        shape.map(() => 1),
      );
    },
  })),
  "StridedSlice: that takes axes away": values(
    perAxis(1, 4, (size) => fc.tuple(fc.nat(size - 1), fc.boolean())),
    (drawn) => ({
      spec: { x: { shape: drawn.shape } },
      fn: ({ x }) => {
        const begin = drawn.each.map(([at]) => at);
        const shrunk = bits(drawn.each.map(([, gone]) => gone));
        const ones = begin.map(() => 1);
        return tf.stridedSlice(
          x!,
          begin,
          begin.map((at) => at + 1),
          ones,
          0,
          0,
          0,
          0,
          shrunk,
        );
      },
    }),
  ),
  PadV2: gradients(
    perAxis(1, 4, () => amount),
    ({ shape, each }) => ({
      spec: { x: { shape } },
      fn: ({ x }) => tf.pad(x!, each, 0.5),
    }),
  ),
  MirrorPad: gradients(
    fc.tuple(
      perAxis(1, 4, (size) => fc.tuple(fc.nat(Math.min(2, size - 1)), fc.nat(Math.min(2, size - 1)))),
      fc.constantFrom("reflect" as const, "symmetric" as const),
    ),
    ([{ shape, each }, mode]) => ({
      spec: { x: { shape } },
      fn: ({ x }) => tf.mirrorPad(x!, each, mode),
    }),
  ),
  Tile: gradients(
    perAxis(1, 4, () => fc.integer({ min: 1, max: 3 })),
    ({ shape, each }) => ({ spec: { x: { shape } }, fn: ({ x }) => tf.tile(x!, each) }),
  ),
  "Tile: tf.broadcastTo": gradients(
    perAxis(1, 4, () => fc.boolean()),
    ({ shape, each }) => ({
      spec: { x: { shape: shape.map((size, axis) => (each[axis] ? size : 1)) } },
      fn: ({ x }) => tf.broadcastTo(x!, shape),
    }),
  ),
  // TensorFlow.js itself tiles instead.
  BroadcastTo: differences(
    perAxis(1, 4, () => fc.boolean()),
    ({ shape, each }) => {
      const inputShape = shape.map((size, axis) => (each[axis] ? size : 1));
      return {
        spec: { x: { shape: inputShape } },
        fn: ({ x }) => tf.engine().runKernel("BroadcastTo", { x: x! }, { shape, inputShape }) as tf.Tensor,
        reference: ({ x }) => broadcast(x!, inputShape, shape),
      };
    },
  ),
  Concat: gradients(fc.tuple(withAxis, shapes(1, 3)), ([{ shape, axis }, sizes]) => ({
    spec: Object.fromEntries(
      sizes.map((size, i) => [`x${i}`, { shape: shape.map((extent, j) => (j === axis ? size : extent)) }]),
    ),
    fn: (inputs) => tf.concat([...Object.values(inputs), tf.relu(inputs.x0!)], axis),
  })),
  Pack: gradients(fc.tuple(shapes(0, 3), fc.nat()), ([shape, axis]) => ({
    spec: { a: { shape }, b: { shape } },
    fn: ({ a, b }) => tf.stack([a!, b!, tf.neg(a!)], axis % (shape.length + 1)),
  })),
  // TensorFlow.js cannot differentiate what comes out whole.
  Unpack: gradients(withAxis, ({ shape, axis }) => ({
    spec: { x: { shape: shape.map((extent, i) => (i === axis ? extent + 1 : extent)) } },
    fn: ({ x }) => tf.unstack(x!, axis).reduce((sum, layer, i) => tf.add(sum, tf.mul(layer, i + 1))),
  })),
  SplitV: gradients(fc.tuple(withAxis, shapes(2, 3)), ([{ shape, axis }, sizes]) => ({
    spec: {
      x: { shape: shape.map((extent, i) => (i === axis ? sizes.reduce((a, b) => a + b) : extent)) },
    },
    fn: ({ x }) =>
      tf.split(x!, sizes, axis).reduceRight((rest, part, i) => tf.concat([tf.mul(part, i), rest], axis)),
  })),
  FlipLeftRight: values(shapes(4), (shape) => ({
    spec: { x: { shape } },
    fn: ({ x }) => tf.image.flipLeftRight(x as tf.Tensor4D),
  })),
  Reverse: gradients(
    perAxis(1, 4, () => fc.boolean()),
    ({ shape, each }) => ({
      spec: { x: { shape } },
      fn: ({ x }) =>
        tf.reverse(
          x!,
          shape.map((_, axis) => axis).filter((axis) => each[axis]),
        ),
    }),
  ),
});
