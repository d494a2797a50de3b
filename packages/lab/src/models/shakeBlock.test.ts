import { batchNormTraining } from "@lehr/engine";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, test } from "vitest";
import { uniform } from "../../../engine/src/parity.test.helper.js";
import { initializeParameters } from "./initializers.js";
import type { Normalize } from "./model.js";
import type { ResidualBlock } from "./residualBlocks.js";
import { shakeBlock, shakeBlockLayers } from "./shakeBlock.js";

beforeAll(() => tf.setBackend("cpu"));

const asItIs: Normalize = (_, x) => x;
const half: [tf.Tensor, tf.Tensor] = [tf.scalar(0.5), tf.scalar(0.5)];

/** The block's skip alone: all filters of the branches are 0, those of the skip 1, nothing is normalized. */
function skipOf(block: ResidualBlock, x: tf.Tensor4D): number[][][] {
  const parameters = Object.fromEntries(
    Object.entries(shakeBlockLayers(block).parameters).map(([name, { shape }]) => [
      name,
      tf.fill([...shape], name.includes("skip") ? 1 : 0),
    ]),
  );
  return shakeBlock(block, parameters, x, asItIs, half).arraySync()[0]!;
}

const pixels = [
  [1, 2, -3, 4],
  [5, 6, 7, 8],
  [9, 10, 11, -12],
  [13, 14, 15, 16],
];

test("where the number of channels stays, the skip is the input, not rectified", () => {
  const x = tf.tensor4d(
    pixels.flatMap((row) => row.flatMap((value) => [value, -value])),
    [1, 4, 4, 2],
  );
  const skip = skipOf({ name: "block", in: 2, out: 2, stride: 1 }, x);
  expect(skip).toEqual(x.arraySync()[0]);
});

test("where it changes, the second path is moved right and down by a pixel", () => {
  const x = tf.tensor4d(pixels.flat(), [1, 4, 4, 1]);
  const at = (stride: 1 | 2, path: number) =>
    skipOf({ name: "block", in: 1, out: 2, stride }, x).map((row) => row.map((pixel) => pixel[path]));
  expect(at(1, 0)).toEqual([
    [1, 2, 0, 4],
    [5, 6, 7, 8],
    [9, 10, 11, 0],
    [13, 14, 15, 16],
  ]);
  expect(at(1, 1)).toEqual([
    [0, 0, 0, 0],
    [0, 1, 2, 0],
    [0, 5, 6, 7],
    [0, 9, 10, 11],
  ]);
  expect(at(2, 0)).toEqual([
    [1, 0],
    [9, 11],
  ]);
  expect(at(2, 1)).toEqual([
    [0, 0],
    [0, 6],
  ]);
});

/** A block of 2 channels to 4 on two images, batch normalized, its output weighted and summed up. */
function weighted(changes: Readonly<Record<string, number>>, forward: number, backward: number) {
  const block: ResidualBlock = { name: "block", in: 2, out: 4, stride: 2 };
  const specs = shakeBlockLayers(block).parameters;
  const initial = initializeParameters(specs, 1);
  const names = Object.keys(specs);
  const tensors = names.map((name) => {
    const values = initial[name]!;
    values[1]! += changes[name] ?? 0;
    return tf.tensor(values, [...specs[name]!.shape]);
  });
  const x = tf.tensor4d(uniform(2 * 4 * 4 * 2, 3), [2, 4, 4, 2]);
  const weights = tf.tensor4d(uniform(2 * 2 * 2 * 4, 4), [2, 2, 2, 4]);
  const shares: [tf.Tensor, tf.Tensor] = [tf.scalar(forward), tf.scalar(backward)];
  const { value, grads } = tf.valueAndGrads((...values: tf.Tensor[]) => {
    const parameters = Object.fromEntries(names.map((name, i) => [name, values[i]!]));
    const normalize: Normalize = (layer, y) =>
      batchNormTraining(y, parameters[`${layer}/gamma`]!, parameters[`${layer}/beta`]!).y as typeof y;
    return tf.sum(tf.mul(shakeBlock(block, parameters, x, normalize, shares), weights));
  })(tensors);
  return {
    value: value.dataSync()[0]!,
    gradients: Object.fromEntries(names.map((name, i) => [name, grads[i]!.dataSync()])),
  };
}

test("backward, a branch has its backward share of the slope of the forward pass, the skip all of it", () => {
  const [forward, backward] = [0.2, 0.7];
  const { gradients } = weighted({}, forward, backward);
  // The output is linear in these, so that a large step is exact but for rounding.
  for (const [layer, ratio] of [
    ["branch1/conv2", backward / forward],
    ["branch2/conv2", (1 - backward) / (1 - forward)],
    ["skip", 1],
  ] as const)
    for (const kind of ["gamma", "beta"]) {
      const name = `block/${layer}/${kind}`;
      const moved = (by: number) => weighted({ [name]: by }, forward, backward).value;
      const slope = moved(0.5) - moved(-0.5);
      expect(gradients[name]![1], name).toBeCloseTo(ratio * slope, 4);
    }
});

test("the branches' filters feel the backward share too", () => {
  const small = weighted({}, 0.5, 0.25).gradients;
  const large = weighted({}, 0.5, 0.75).gradients;
  for (const name of ["conv1/kernel", "conv2/kernel", "conv1/gamma"])
    for (let i = 0; i < 4; i++) {
      expect(large[`block/branch1/${name}`]![i]).toBeCloseTo(3 * small[`block/branch1/${name}`]![i]!, 4);
      expect(small[`block/branch2/${name}`]![i]).toBeCloseTo(3 * large[`block/branch2/${name}`]![i]!, 4);
    }
});
