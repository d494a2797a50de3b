import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { differences, gradients, testKernels, values, windows } from "../parity.test.helper.js";
import { plainConvolution, rounded } from "./convolution.test.helper.js";
import { depthwiseKernels } from "./depthwise.js";

const convolutions = fc.tuple(windows<[number, number]>(2, 9, 9), fc.integer({ min: 1, max: 2 }));

testKernels(depthwiseKernels, {
  "DepthwiseConv2dNative DepthwiseConv2dNativeBackpropInput DepthwiseConv2dNativeBackpropFilter": gradients(
    convolutions,
    ([{ shape, kernel, strides, pad }, multiplier]) => ({
      spec: { x: { shape }, w: { shape: [...kernel, shape[3], multiplier] } },
      fn: ({ x, w }) => tf.depthwiseConv2d(x as tf.Tensor4D, w as tf.Tensor4D, strides, pad),
    }),
  ),
  // TensorFlow.js' own gradients do not know how sizes were rounded.
  "DepthwiseConv2dNative DepthwiseConv2dNativeBackpropInput DepthwiseConv2dNativeBackpropFilter: padded by a number":
    differences(rounded, (drawn) => {
      const { shape, kernel, stride, pad, rounding, out } = drawn;
      return {
        spec: { x: { shape }, w: { shape: [kernel, kernel, shape[3], out] } },
        fn: ({ x, w }) =>
          tf.depthwiseConv2d(x as tf.Tensor4D, w as tf.Tensor4D, stride, pad, "NHWC", [1, 1], rounding),
        reference: plainConvolution(drawn, true),
      };
    }),
  // TensorFlow.js sizes the width by the filter's height and the stride along it.
  "DepthwiseConv2dNative DepthwiseConv2dNativeBackpropInput DepthwiseConv2dNativeBackpropFilter: padded by a number, not square":
    gradients(
      fc
        .tuple(convolutions, fc.nat(1))
        .filter(([[{ shape, kernel, strides }, multiplier], pad]) =>
          tf.backend_util
            .computeConv2DInfo(shape, [...kernel, shape[3], multiplier], strides, 1, pad, undefined, true)
            .outShape.every((extent) => extent > 0),
        ),
      ([[{ shape, kernel, strides }, multiplier], pad]) => ({
        spec: { x: { shape }, w: { shape: [...kernel, shape[3], multiplier] } },
        fn: ({ x, w }) => tf.depthwiseConv2d(x as tf.Tensor4D, w as tf.Tensor4D, strides, pad),
      }),
    ),
  "DepthwiseConv2dNative: dilated": values(convolutions, ([{ shape, kernel, strides }, multiplier]) => ({
    spec: { x: { shape }, w: { shape: [...kernel, shape[3], multiplier] } },
    fn: ({ x, w }) => tf.depthwiseConv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, "same", "NHWC", strides),
  })),
  "DepthwiseConv2dNative: separable": gradients(
    fc.tuple(convolutions, fc.integer({ min: 1, max: 4 })),
    ([[{ shape, kernel, strides, pad }, multiplier], out]) => ({
      spec: {
        x: { shape },
        depth: { shape: [...kernel, shape[3], multiplier] },
        point: { shape: [1, 1, shape[3] * multiplier, out] },
      },
      fn: ({ x, depth, point }) =>
        tf.separableConv2d(x as tf.Tensor4D, depth as tf.Tensor4D, point as tf.Tensor4D, strides, pad),
    }),
  ),
});
