import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { testKernels, values, windows } from "../parity.test.helper.js";
import { argmaxPoolKernels } from "./argmaxPool.js";

testKernels(argmaxPoolKernels, {
  MaxPoolWithArgmax: values(
    fc.tuple(windows<[number, number]>(2, 6), fc.boolean()),
    ([{ shape, kernel, strides, pad }, withBatch]) => ({
      spec: { x: { shape } },
      fn: ({ x }) => {
        const pooled = tf.maxPoolWithArgmax(x as tf.Tensor4D, kernel, strides, pad, withBatch);
        return [pooled.result!, pooled.indexes!];
      },
    }),
  ),
});
