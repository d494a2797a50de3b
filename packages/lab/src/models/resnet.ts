import * as tf from "@tensorflow/tfjs-core";
import { classifier, classify } from "./classifier.js";
import { convolve } from "./convolve.js";
import { filters, joined, type Layers, normalization } from "./layers.js";
import type { ModelMaker, Normalize } from "./model.js";
import { type ResidualBlock, residualBlocks, stemWidth } from "./residualBlocks.js";

/**
 * The pre-activation ResNet for CIFAR-10: a 3x3 convolution to 16 channels, three stages of blocks of 16, 32 and
 * 64 channels, batch normalization and rectifier, the mean over the map, a linear layer.
 *
 * Source: He et al., "Identity Mappings in Deep Residual Networks", 2016 (arXiv 1603.05027), figure 1b and
 * appendix. As there, the first activation comes before the network's first block splits, and where the number
 * of channels changes the shortcut is a projection, a strided 1x1 convolution of the activated input.
 *
 * Parameters on three channels and ten classes, with n = (depth - 2) / 6: first convolution 432; stage one
 * n (2 * 2304 + 2 * 32) = 4672 n; stage two 4608 + 9216 + 512 + 32 + 64 = 14,432 for its first block and
 * 2 * 9216 + 2 * 64 = 18,560 for each other; stage three 18,432 + 36,864 + 2048 + 64 + 128 = 57,536 and
 * 2 * 36,864 + 2 * 128 = 73,984; last normalization 128; linear layer 650. Together 97,216 n - 19,366: 77,850 at
 * depth 8, 272,282 at depth 20, 1,730,522 at depth 110.
 *
 * @param depth 6n + 2, n blocks to a stage.
 * @throws UsageError for another depth.
 */
export function resnet(depth: number): ModelMaker {
  const blocks = residualBlocks(depth, stemWidth);
  const features = blocks.at(-1)!.out;
  return ({ channels, classes }) => ({
    name: `resnet-${depth}`,
    ...joined([
      filters("stem", 3, channels, stemWidth),
      ...blocks.map(blockLayers),
      normalization("final", features),
      classifier(features, classes),
    ]),
    noise: {},
    forward(parameters, images, normalize) {
      let x = convolve(images, parameters["stem/kernel"]!, 1);
      for (const [i, block] of blocks.entries()) x = residual(block, i === 0, parameters, x, normalize);
      return classify(parameters, tf.relu(normalize("final", x)));
    },
  });
}

function blockLayers({ name, in: channelsIn, out }: ResidualBlock): Layers {
  return joined([
    normalization(`${name}/norm1`, channelsIn),
    filters(`${name}/conv1`, 3, channelsIn, out),
    normalization(`${name}/norm2`, out),
    filters(`${name}/conv2`, 3, out, out),
    ...(channelsIn === out ? [] : [filters(`${name}/projection`, 1, channelsIn, out)]),
  ]);
}

/** Batch normalization - rectifier - 3x3 convolution, twice, added to the shortcut. */
function residual(
  { name, in: channelsIn, out, stride }: ResidualBlock,
  first: boolean,
  parameters: Readonly<Record<string, tf.Tensor>>,
  x: tf.Tensor4D,
  normalize: Normalize,
): tf.Tensor4D {
  const convolution = (layer: string, input: tf.Tensor4D, step: number) =>
    convolve(input, parameters[`${name}/${layer}/kernel`]!, step);
  const active = tf.relu(normalize(`${name}/norm1`, x));
  const hidden = convolution("conv1", active, stride);
  const y = convolution("conv2", tf.relu(normalize(`${name}/norm2`, hidden)), 1);
  const unchanged = first ? active : x;
  return tf.add(channelsIn === out ? unchanged : convolution("projection", active, stride), y);
}
