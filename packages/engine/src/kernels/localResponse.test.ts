import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { gradients, shapes, testKernels } from "../parity.test.helper.js";
import { localResponseKernels } from "./localResponse.js";

const parameters = fc.record({
  shape: shapes(4, 4, 7),
  radius: fc.integer({ min: 1, max: 4 }),
  bias: fc.double({ min: 0.5, max: 2, noNaN: true }),
  alpha: fc.double({ min: 0.1, max: 1, noNaN: true }),
  beta: fc.double({ min: 0.3, max: 1, noNaN: true }),
});

testKernels(localResponseKernels, {
  "LRN LRNGrad": gradients(parameters, ({ shape, radius, bias, alpha, beta }) => ({
    spec: { x: { shape } },
    fn: ({ x }) => tf.localResponseNormalization(x as tf.Tensor4D, radius, bias, alpha, beta),
  })),
});
