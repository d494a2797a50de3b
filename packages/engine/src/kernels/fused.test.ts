import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { gradients, testKernels, windows } from "../parity.test.helper.js";
import { fusedKernels } from "./fused.js";

type Inputs = Record<string, tf.Tensor>;

const finishes = fc.record({
  activation: fc.constantFrom(
    ...(["linear", "relu", "relu6", "elu", "sigmoid", "leakyrelu", "prelu"] as const),
  ),
  biased: fc.boolean(),
});

type Finish = typeof finishes extends fc.Arbitrary<infer P> ? P : never;

/** What is fused behind a linear kernel takes one number per channel. */
const finishSpec = ({ activation, biased }: Finish, channels: number) => ({
  ...(biased && { bias: { shape: [channels] } }),
  ...(activation === "prelu" && { slope: { shape: [channels] } }),
});

const finish = ({ activation }: Finish, { bias, slope }: Inputs) => ({
  activation,
  leakyreluAlpha: 0.1,
  ...(bias && { bias }),
  ...(slope && { preluActivationWeights: slope }),
});

const size = fc.integer({ min: 1, max: 5 });
const images = windows<[number, number]>(2, 6);

// In a gradient, TensorFlow.js takes what is not linear apart.
testKernels(fusedKernels, {
  FusedConv2D: gradients(fc.tuple(images, size, finishes), ([{ shape, kernel, strides, pad }, out, how]) => ({
    spec: { x: { shape }, w: { shape: [...kernel, shape[3], out] }, ...finishSpec(how, out) },
    fn: ({ x, w, ...rest }) => {
      const common = { x: x as tf.Tensor4D, filter: w as tf.Tensor4D, strides, pad };
      return tf.fused.conv2d({ ...common, ...finish(how, rest) });
    },
  })),
  FusedDepthwiseConv2D: gradients(
    fc.tuple(images, fc.integer({ min: 1, max: 2 }), finishes),
    ([{ shape, kernel, strides, pad }, multiplier, how]) => ({
      spec: {
        x: { shape },
        w: { shape: [...kernel, shape[3], multiplier] },
        ...finishSpec(how, shape[3] * multiplier),
      },
      fn: ({ x, w, ...rest }) => {
        const common = { x: x as tf.Tensor4D, filter: w as tf.Tensor4D, strides, pad };
        return tf.fused.depthwiseConv2d({ ...common, ...finish(how, rest) });
      },
    }),
  ),
  _FusedMatMul: gradients(fc.tuple(size, size, size, finishes), ([m, k, n, how]) => ({
    spec: { a: { shape: [m, k] }, b: { shape: [k, n] }, ...finishSpec(how, n) },
    fn: ({ a, b, ...rest }) => tf.fused.matMul({ a: a!, b: b!, ...finish(how, rest) }),
  })),
});
