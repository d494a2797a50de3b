import { integerBelow } from "../random/integerBelow.js";
import type { RandomSource } from "../random/randomSource.js";
import { uniform } from "../random/uniform.js";
import type { ImageShape } from "./dataset.js";
import type { WriteNormalized } from "./normalization.js";

/** How training images are varied, anew in every epoch. */
export interface Augmentation {
  /** The probability that an image is mirrored left to right. */
  flipProbability: number;
  /** An image is cut out, in its own size, at a random place of itself with so many pixels of margin on every side. */
  padding: number;
}

/**
 * The augmentation of the paper, and of most work on CIFAR-10: flips with probability 0.5, then crops after padding by
 * 4.
 */
export const flipsAndCrops: Augmentation = { flipProbability: 0.5, padding: 4 };

/**
 * One image's variation: mirrored or not, then moved so that its pixel (y + down, x + right) comes to lie at (y, x).
 */
export interface Variation {
  flip: boolean;
  /** From -padding to padding. */
  down: number;
  /** From -padding to padding. */
  right: number;
}

/** The variation that changes nothing. */
export const asIs: Variation = { flip: false, down: 0, right: 0 };

/** @throws RangeError, naming the value and what it can be, unless `augmentation` can be carried out. */
export function requireAugmentation({ flipProbability, padding }: Augmentation): void {
  if (!(flipProbability >= 0 && flipProbability <= 1)) {
    throw new RangeError(`flipProbability must be a number from 0 to 1; got ${flipProbability}`);
  }
  if (!Number.isInteger(padding) || padding < 0) {
    throw new RangeError(`padding must be an integer of at least 0; got ${padding}`);
  }
}

/** Draws a variation; all offsets are equally likely. */
export function drawVariation(random: RandomSource, { flipProbability, padding }: Augmentation): Variation {
  const flip = uniform(random) < flipProbability;
  const down = integerBelow(random, 2 * padding + 1) - padding;
  const right = integerBelow(random, 2 * padding + 1) - padding;
  return { flip, down, right };
}

/**
 * Writes one image, normalized and varied, in the order channel, row, column. The margin that moves into view is
 * 0: it is added after normalization, hence in the mean colour.
 *
 * @param output receives channels x rows x columns numbers from `at` on.
 * @param image channels x rows x columns values.
 * @param write see `normalizedWriter`.
 */
export function writeVariedImage(
  output: Float32Array,
  at: number,
  image: Uint8Array | Float32Array,
  shape: ImageShape,
  write: WriteNormalized,
  { flip, down, right }: Variation,
): void {
  const [channels, rows, columns] = shape;
  const first = Math.min(columns, Math.max(0, -right));
  const end = Math.max(first, Math.min(columns, columns - right));
  const step = flip ? -1 : 1;
  let to = at;
  for (let channel = 0; channel < channels; channel++) {
    for (let row = 0; row < rows; row++, to += columns) {
      const sourceRow = row + down;
      if (sourceRow < 0 || sourceRow >= rows) {
        output.fill(0, to, to + columns);
        continue;
      }
      const start = (channel * rows + sourceRow) * columns;
      const from = flip ? start + columns - 1 - (first + right) : start + first + right;
      for (let x = 0; x < first; x++) output[to + x] = 0;
      write(output, to + first, image, from, step, end - first, channel);
      for (let x = end; x < columns; x++) output[to + x] = 0;
    }
  }
}
