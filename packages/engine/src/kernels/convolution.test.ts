import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { channelBlock } from "../channelBlock.js";
import { differences, gradients, testKernels, values, type Windows, windows } from "../parity.test.helper.js";
import { convolutionKernels } from "./convolution.js";
import { plainConvolution, rounded } from "./convolution.test.helper.js";

type Pair = [number, number];

const block = (await channelBlock()) ?? 8;

/** Numbers of images and channels for which there are ways of their own. */
const convolutions = fc
  .record({
    window: windows<Pair>(2, 9),
    n: fc.constantFrom(1, 2, block),
    channels: fc.constantFrom(1, 3, 9, block, 2 * block),
    out: fc.constantFrom(1, 5, block, 2 * block),
  })
  .map(({ window, n, channels, out }) => ({
    ...window,
    shape: [n, ...window.shape.slice(1, 3), channels] as Windows<Pair>["shape"],
    out,
  }));

type Convolution = typeof convolutions extends fc.Arbitrary<infer P> ? P : never;

const specOf = ({ shape, kernel, out }: Convolution) => ({
  x: { shape },
  w: { shape: [...kernel, shape[3], out] },
});

const spare = fc.nat(2);

testKernels(convolutionKernels, {
  "Conv2D Conv2DBackpropInput Conv2DBackpropFilter": gradients(convolutions, (drawn) => ({
    spec: specOf(drawn),
    fn: ({ x, w }) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, drawn.strides, drawn.pad),
  })),
  "Conv2D Conv2DBackpropInput Conv2DBackpropFilter: padded by amounts": gradients(
    fc.tuple(convolutions, fc.tuple(spare, spare), fc.tuple(spare, spare)),
    ([drawn, rows, columns]) => ({
      spec: specOf(drawn),
      fn: ({ x, w }) =>
        tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, drawn.strides, [[0, 0], rows, columns, [0, 0]]),
    }),
  ),
  "Conv2D Conv2DBackpropInput Conv2DBackpropFilter: of channels first": gradients(convolutions, (drawn) => {
    const [n, height, width, channels] = drawn.shape;
    return {
      spec: { ...specOf(drawn), x: { shape: [n, channels, height, width] } },
      fn: ({ x, w }) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, drawn.strides, drawn.pad, "NCHW"),
    };
  }),
  // TensorFlow.js' own gradients do not know how sizes were rounded.
  "Conv2D Conv2DBackpropInput Conv2DBackpropFilter: padded by a number": differences(rounded, (drawn) => {
    const { shape, kernel, stride, pad, rounding, out } = drawn;
    return {
      spec: { x: { shape }, w: { shape: [kernel, kernel, shape[3], out] } },
      fn: ({ x, w }) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, stride, pad, "NHWC", [1, 1], rounding),
      reference: plainConvolution(drawn, false),
    };
  }),
  // TensorFlow.js sizes the width by the filter's height and the stride along it.
  "Conv2D Conv2DBackpropInput Conv2DBackpropFilter: padded by a number, not square": gradients(
    fc
      .tuple(convolutions, fc.nat(1))
      .filter(([{ shape, kernel, strides, out }, pad]) =>
        tf.backend_util
          .computeConv2DInfo(shape, [...kernel, shape[3], out], strides, 1, pad)
          .outShape.every((extent) => extent > 0),
      ),
    ([drawn, pad]) => ({
      spec: specOf(drawn),
      fn: ({ x, w }) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, drawn.strides, pad),
    }),
  ),
  "Conv2D: dilated": values(fc.tuple(convolutions, fc.integer({ min: 2, max: 3 })), ([drawn, dilation]) => ({
    spec: specOf(drawn),
    fn: ({ x, w }) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, "same", "NHWC", dilation),
  })),
  "Conv2D Conv2DBackpropInput Conv2DBackpropFilter: transposed": gradients(convolutions, (drawn) => {
    const { shape, kernel, strides, pad, out } = drawn;
    const info = tf.backend_util.computeConv2DInfo(shape, [...kernel, shape[3], out], strides, 1, pad);
    return {
      spec: { y: { shape: info.outShape }, w: { shape: info.filterShape } },
      fn: ({ y, w }) => tf.conv2dTranspose(y as tf.Tensor4D, w as tf.Tensor4D, shape, strides, pad),
    };
  }),
  "Conv2D Conv2DBackpropInput Conv2DBackpropFilter: over one axis": gradients(convolutions, (drawn) => {
    const [n, length, , channels] = drawn.shape;
    return {
      spec: { x: { shape: [n, length, channels] }, w: { shape: [drawn.kernel[0], channels, drawn.out] } },
      fn: ({ x, w }) => tf.conv1d(x as tf.Tensor3D, w as tf.Tensor3D, drawn.strides[0], drawn.pad),
    };
  }),
});
