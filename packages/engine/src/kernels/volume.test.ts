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
  values,
  type Windows,
  windows,
} from "../parity.test.helper.js";
import { volumeKernels } from "./volume.js";

type Triple = [number, number, number];

const volumes = windows<Triple>(3, 5);
const smallVolumes = windows<Triple>(3, 4, 1);

const maximum = ({ shape, kernel, strides, pad }: Windows<Triple>) => ({
  spec: { x: { shape } },
  fn: ({ x }: Record<string, tf.Tensor>) => tf.maxPool3d(x as tf.Tensor5D, kernel, strides, pad),
});

const average = ({ shape, kernel, strides, pad }: Windows<Triple>) => ({
  spec: { x: { shape } },
  fn: ({ x }: Record<string, tf.Tensor>) => tf.avgPool3d(x as tf.Tensor5D, kernel, strides, pad),
});

/** Windows slide along one axis after the other. */
const plain = (
  { shape, kernel, strides, pad }: Windows<Triple>,
  of: (seen: readonly number[]) => number,
): Reference => {
  const { padInfo, outShape } = tf.backend_util.computePool3DInfo(shape, kernel, strides, 1, pad);
  const before = [padInfo.front, padInfo.top, padInfo.left];
  const maps = kernel.map((extent, i) =>
    slide({ kernel: extent, stride: strides[i]!, before: before[i]!, count: outShape[i + 1]! }, of),
  );
  return ({ x }) => mapLines(x!, shape, maps);
};

const mean = (seen: readonly number[]) => seen.reduce((a, b) => a + b, 0) / seen.length;

testKernels(volumeKernels, {
  "Conv3D Conv3DBackpropInputV2 Conv3DBackpropFilterV2": gradients(
    fc.tuple(volumes, fc.integer({ min: 1, max: 3 })),
    ([{ shape, kernel, strides, pad }, out]) => ({
      spec: { x: { shape }, w: { shape: [...kernel, shape[4], out] } },
      fn: ({ x, w }) => tf.conv3d(x as tf.Tensor5D, w as tf.Tensor5D, strides, pad),
    }),
  ),
  "MaxPool3D MaxPool3DGrad": gradients(
    volumes.map(({ kernel: [depth, side], ...rest }) => ({ ...rest, kernel: [depth, side, side] as Triple })),
    maximum,
  ),
  "MaxPool3D: any window": values(volumes, maximum),
  // TensorFlow.js' own gradient takes windows for as wide as they are high.
  "MaxPool3D MaxPool3DGrad: any window": differences(
    fc.tuple(smallVolumes, fc.nat(999)),
    ([drawn, seed]) => ({
      ...maximum(drawn),
      given: { x: apart(sizeOf(drawn.shape), seed) },
      reference: plain(drawn, (seen) => Math.max(...seen)),
    }),
  ),
  "AvgPool3D AvgPool3DGrad": gradients(
    volumes.filter(({ pad }) => pad === "valid"),
    average,
  ),
  "AvgPool3D: padded": values(volumes, average),
  // TensorFlow.js' own gradient divides by the whole window, though forward it counts only what lies inside.
  "AvgPool3D AvgPool3DGrad: padded": differences(smallVolumes, (drawn) => ({
    ...average(drawn),
    reference: plain(drawn, mean),
  })),
});
