import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { gradients, shapes, testKernels, values } from "../parity.test.helper.js";
import { normalizationKernels } from "./normalization.js";

const normalized = ({ x, mean, variance, offset, scale }: Record<string, tf.Tensor>) =>
  tf.batchNorm(
    x!,
    mean as tf.Tensor1D,
    tf.add(variance as tf.Tensor1D, 1.5),
    offset as tf.Tensor1D | undefined,
    scale as tf.Tensor1D | undefined,
    1e-3,
  );

const specOf = (shape: readonly number[], given: readonly string[]) => ({
  x: { shape },
  ...Object.fromEntries(given.map((name) => [name, { shape: shape.slice(-1) }])),
});

testKernels(normalizationKernels, {
  FusedBatchNorm: gradients(shapes(2, 4, 5), (shape) => ({
    spec: specOf(shape, ["mean", "variance", "scale", "offset"]),
    fn: normalized,
  })),
  // TensorFlow.js cannot differentiate these.
  "FusedBatchNorm: with less": values(
    fc.tuple(shapes(2, 4, 5), fc.subarray(["scale", "offset"])),
    ([shape, given]) => ({ spec: specOf(shape, ["mean", "variance", ...given]), fn: normalized }),
  ),
  "FusedBatchNorm: of moments": gradients(shapes(4, 4, 5), (shape) => ({
    spec: { x: { shape }, scale: { shape: [shape[3]!] }, offset: { shape: [shape[3]!] } },
    fn: ({ x, scale, offset }) => {
      const { mean, variance } = tf.moments(x!, [0, 1, 2]);
      return tf.batchNorm(
        x!,
        mean as tf.Tensor1D,
        variance as tf.Tensor1D,
        offset as tf.Tensor1D,
        scale as tf.Tensor1D,
        1e-1,
      );
    },
  })),
});
