import type { ImageShape } from "../dataset.js";
import type { Normalization } from "../normalization.js";

export const imageNet32Shape: ImageShape = [3, 32, 32];

/** Bytes of one image: 1,024 red, 1,024 green and 1,024 blue values, each row by row. */
export const imageBytes = 3 * 32 * 32;

/** Labels in the files run from 1 to this. */
export const classCount = 1000;

/** The training images come in so many files. */
export const trainBatches = 10;

/** What the authors of "Decoupled Weight Decay Regularization" subtract and divide by, on the scale 0 ... 255. */
export const imageNet32Normalization: Normalization = {
  mean: [122.7, 116.65, 104.0],
  std: [255, 255, 255],
};
