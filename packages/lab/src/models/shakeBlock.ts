import * as tf from "@tensorflow/tfjs-core";
import { convolve } from "./convolve.js";
import { filters, joined, type Layers, normalization } from "./layers.js";
import type { Normalize } from "./model.js";
import type { ResidualBlock } from "./residualBlocks.js";
import { shake } from "./shake.js";

type Tensors = Readonly<Record<string, tf.Tensor>>;

const branches = ["branch1", "branch2"] as const;

/** The layers of {@link shakeBlock}. */
export function shakeBlockLayers({ name, in: channelsIn, out }: ResidualBlock): Layers {
  const convolution = (layer: string, before: number) => [
    filters(`${name}/${layer}`, 3, before, out),
    normalization(`${name}/${layer}`, out),
  ];
  const skip = [
    filters(`${name}/skip/path1`, 1, channelsIn, out / 2),
    filters(`${name}/skip/path2`, 1, channelsIn, out / 2),
    normalization(`${name}/skip`, out),
  ];
  return joined([
    ...branches.flatMap((branch) => [
      ...convolution(`${branch}/conv1`, channelsIn),
      ...convolution(`${branch}/conv2`, out),
    ]),
    ...(channelsIn === out ? [] : skip),
  ]);
}

/**
 * A residual block of two branches, each rectifier - 3x3 convolution - batch normalization, twice, the first
 * convolution with the block's stride. The output is the skip plus the mixture of the branches.
 *
 * Source: Gastaldi, "Shake-Shake regularization", 2017 (arXiv 1705.07485), and its code.
 *
 * @param x [batch, height, width, in], not rectified.
 * @param shares of the first branch, forward and backward; see {@link shake}.
 * @returns [batch, ceil(height / stride), ceil(width / stride), out].
 */
export function shakeBlock(
  block: ResidualBlock,
  parameters: Tensors,
  x: tf.Tensor4D,
  normalize: Normalize,
  shares: readonly [forward: tf.Tensor, backward: tf.Tensor],
): tf.Tensor4D {
  const { name, stride } = block;
  const active = tf.relu(x);
  const [first, second] = branches.map((branch) => {
    const convolution = (layer: string, input: tf.Tensor4D, step: number) =>
      normalize(layer, convolve(input, parameters[`${layer}/kernel`]!, step));
    const hidden = convolution(`${name}/${branch}/conv1`, active, stride);
    return convolution(`${name}/${branch}/conv2`, tf.relu(hidden), 1);
  });
  const skip = block.in === block.out ? x : changedSkip(block, parameters, active, normalize);
  return tf.add(skip, shake(first!, second!, ...shares));
}

/**
 * The skip where the number of channels changes: the rectified input and the same moved one pixel right and down,
 * each reduced by the stride and by a 1x1 convolution to half of the channels, side by side, batch normalized.
 * At stride 2 the two see the even and the odd pixels.
 */
function changedSkip(
  { name, stride }: ResidualBlock,
  parameters: Tensors,
  active: tf.Tensor4D,
  normalize: Normalize,
): tf.Tensor4D {
  const moved = tf.slice(
    tf.pad(active, [
      [0, 0],
      [1, 0],
      [1, 0],
      [0, 0],
    ]),
    [0, 0, 0, 0],
    active.shape,
  );
  const path1 = convolve(active, parameters[`${name}/skip/path1/kernel`]!, stride);
  const path2 = convolve(moved, parameters[`${name}/skip/path2/kernel`]!, stride);
  return normalize(`${name}/skip`, tf.concat([path1, path2], 3));
}
