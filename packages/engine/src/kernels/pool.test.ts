import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import {
  apart,
  differences,
  gradients,
  mapLines,
  type Reference,
  sizeOf,
  slide,
  testKernels,
  uniform,
  values,
  type Windows,
  windows,
} from "../parity.test.helper.js";
import { poolKernels } from "./pool.js";

type Pair = [number, number];

type Pooling = Omit<Windows<Pair>, "pad"> & {
  readonly pad: "same" | "valid" | number;
  readonly rounding?: "floor" | "round" | "ceil";
};

const images: fc.Arbitrary<Pooling> = windows<Pair>(2, 9);
const smallImages: fc.Arbitrary<Pooling> = windows<Pair>(2, 6, 2);

/** Padded by a number, where TensorFlow.js treats height and width alike, and rounded. */
const padded: fc.Arbitrary<Pooling> = fc
  .record({
    size: fc.tuple(fc.integer({ min: 4, max: 7 }), fc.integer({ min: 4, max: 7 })),
    kernel: fc.integer({ min: 2, max: 3 }),
    stride: fc.integer({ min: 1, max: 3 }),
    rounding: fc.constantFrom("floor" as const, "round" as const, "ceil" as const),
  })
  // Rounded up, the last window may see nothing.
  .filter(({ size, kernel, stride, rounding }) =>
    size.every((extent) => Math[rounding]((extent - kernel + 2) / stride) * stride - 1 < extent),
  )
  .map(({ size, kernel, stride, rounding }) => ({
    shape: [1, ...size, 2],
    kernel: [kernel, kernel],
    strides: [stride, stride],
    pad: 1,
    rounding,
  }));

/** Padded by a number, where TensorFlow.js sizes the width by the window's height and the stride along it. */
const oblong: fc.Arbitrary<Pooling> = images
  .map((drawn) => ({ ...drawn, kernel: drawn.kernel.map((extent) => extent + 1) as Pair, pad: 1 }))
  .filter(({ shape, kernel, strides, pad }) => {
    const { outShape } = tf.backend_util.computePool2DInfo(shape, kernel, strides, 1, pad);
    // The last window sees something.
    return strides.every(
      (stride, i) => outShape[i + 1]! > 0 && (outShape[i + 1]! - 1) * stride - 1 < shape[i + 1]!,
    );
  });

const maximum = ({ shape, kernel, strides, pad, rounding }: Pooling) => ({
  spec: { x: { shape } },
  fn: ({ x }: Record<string, tf.Tensor>) => tf.maxPool(x as tf.Tensor4D, kernel, strides, pad, rounding),
});

const average = ({ shape, kernel, strides, pad, rounding }: Pooling) => ({
  spec: { x: { shape } },
  fn: ({ x }: Record<string, tf.Tensor>) => tf.avgPool(x as tf.Tensor4D, kernel, strides, pad, rounding),
});

/** Windows slide along columns, then along rows. */
const plain = (
  { shape, kernel, strides, pad, rounding }: Pooling,
  of: (seen: readonly number[]) => number,
): Reference => {
  const { padInfo, outShape } = tf.backend_util.computePool2DInfo(shape, kernel, strides, 1, pad, rounding);
  const before = [padInfo.top, padInfo.left];
  const maps = kernel.map((extent, i) =>
    slide({ kernel: extent, stride: strides[i]!, before: before[i]!, count: outShape[i + 1]! }, of),
  );
  return ({ x }) => mapLines(x!, shape, maps);
};

const mean = (seen: readonly number[]) => seen.reduce((a, b) => a + b, 0) / seen.length;

/** Images below 0, held channels first as ONNX wants them, that are padded with a number before they are pooled. */
const paddedBefore = (pooling: typeof maximum) =>
  values(fc.tuple(images, fc.constantFrom(0, -0.5)), ([drawn, fill]) => {
    const [n, height, width, channels] = drawn.shape;
    const amounts = [0, 1, 2, 0].map((before, i) => [before, [0, 2, 1, 0][i]!] as Pair);
    return {
      spec: { x: { shape: [n, channels, height, width] } },
      given: { x: uniform(n * channels * height * width, height).map((x) => x - 1) },
      fn: ({ x }) => pooling(drawn).fn({ x: tf.pad(tf.transpose(x!, [0, 2, 3, 1]), amounts, fill) }),
    };
  });

testKernels(poolKernels, {
  "MaxPool MaxPoolGrad": gradients(images, maximum),
  "MaxPool: padded by a number": values(padded, maximum),
  "MaxPool MaxPoolGrad: padded by a number, not square": gradients(oblong, maximum),
  "AvgPool: padded by a number, not square": values(oblong, average),
  "MaxPool: padded beforehand": paddedBefore(maximum),
  "AvgPool: padded beforehand": paddedBefore(average),
  // TensorFlow.js' own gradients do not know how sizes were rounded.
  "MaxPool MaxPoolGrad: padded by a number": differences(fc.tuple(padded, fc.nat(999)), ([drawn, seed]) => ({
    ...maximum(drawn),
    given: { x: apart(sizeOf(drawn.shape), seed) },
    reference: plain(drawn, (seen) => Math.max(...seen)),
  })),
  "AvgPool AvgPoolGrad": gradients(
    images.filter(({ pad }) => pad === "valid"),
    average,
  ),
  "AvgPool AvgPoolGrad: of whole images": gradients(images, ({ shape }) => ({
    spec: { x: { shape } },
    fn: ({ x }) => tf.avgPool(x as tf.Tensor4D, [shape[1]!, shape[2]!], 1, "valid"),
  })),
  "AvgPool: padded": values(images, average),
  "AvgPool: padded by a number": values(padded, average),
  // TensorFlow.js' own gradient divides by the whole window, though forward it counts only what lies inside.
  "AvgPool AvgPoolGrad: padded": differences(smallImages, (drawn) => ({
    ...average(drawn),
    reference: plain(drawn, mean),
  })),
  "AvgPool AvgPoolGrad: padded by a number": differences(padded, (drawn) => ({
    ...average(drawn),
    reference: plain(drawn, mean),
  })),
});
