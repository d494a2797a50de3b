import * as tf from "@tensorflow/tfjs-core";
import { UsageError } from "../usageError.js";
import { classifier, classify } from "./classifier.js";
import { convolve } from "./convolve.js";
import { filters, joined, normalization } from "./layers.js";
import type { ModelMaker } from "./model.js";
import { residualBlocks, stemWidth } from "./residualBlocks.js";
import { shakeBlock, shakeBlockLayers } from "./shakeBlock.js";
import { type ShakeModes, shakeModesName, shakeNoise, shakeShakeImage, sharesOf } from "./shakeModes.js";

/**
 * The Shake-Shake ResNet "depth 2x(width)d", the network of Decoupled Weight Decay Regularization: a 3x3
 * convolution to 16 channels, batch normalized and not rectified; three stages of two-branch blocks of `width`,
 * twice and four times `width` channels; a rectifier, the mean over the map, a linear layer. 26 2x64d has
 * 11,653,978 parameters on ten classes. In evaluation both branches count a half.
 *
 * Source: Gastaldi, "Shake-Shake regularization", 2017 (arXiv 1705.07485), in the details its code; epsilon and
 * momentum of batch normalization are Torch's, as in all models here.
 *
 * @param depth 6n + 2, n blocks to a stage: 26 in the paper.
 * @param width channels of the first stage, even: 32, 64 or 96 in the paper.
 * @param modes how the branches are mixed in training.
 * @throws UsageError for another depth or width.
 */
export function shakeShake(depth: number, width: number, modes: ShakeModes = shakeShakeImage): ModelMaker {
  if (!Number.isInteger(width) || width < 2 || width % 2 !== 0) {
    throw new UsageError(`the width of a Shake-Shake network must be an even number from 2 up, got ${width}`);
  }
  const blocks = residualBlocks(depth, width);
  const written = shakeModesName(modes);
  const suffix = written === shakeModesName(shakeShakeImage) ? "" : `-${written}`;
  return ({ channels, classes }) => ({
    name: `shake-shake-${depth}-2x${width}d${suffix}`,
    ...joined([
      filters("stem", 3, channels, stemWidth),
      normalization("stem", stemWidth),
      ...blocks.map(shakeBlockLayers),
      classifier(4 * width, classes),
    ]),
    noise: Object.assign({}, ...blocks.map(({ name }) => shakeNoise(name, modes))),
    forward(parameters, images, normalize, noise) {
      let x = normalize("stem", convolve(images, parameters["stem/kernel"]!, 1));
      for (const block of blocks) {
        x = shakeBlock(block, parameters, x, normalize, sharesOf(block.name, modes, noise));
      }
      return classify(parameters, tf.relu(x));
    },
  });
}
