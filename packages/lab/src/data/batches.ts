import { permutation } from "../random/permutation.js";
import { randomStream } from "../random/randomStream.js";
import {
  type Augmentation,
  drawVariation,
  flipsAndCrops,
  type Variation,
  writeVariedImage,
} from "./augmentation.js";
import type { Split } from "./dataset.js";
import { type Normalization, normalizationTable } from "./normalization.js";

/** Some images, ready for a network. */
export interface Batch {
  /** Number of images. */
  size: number;
  /** Normalized pixels in the order image, channel, row, column. */
  images: Float32Array;
  /** The images' classes. */
  labels: Int32Array;
}

/**
 * What happens to the last batch of an epoch if the batch size does not divide the number of images: "keep" it,
 * smaller than the others, as the paper does, or "drop" it.
 */
export type LastBatch = "keep" | "drop";

export interface BatchOptions {
  /** Images in a batch, at least 1. */
  batchSize: number;
  normalization: Normalization;
  /** Default "keep". */
  last?: LastBatch;
}

export interface TrainingBatchOptions extends BatchOptions {
  seed: number;
  /** Which pass over the images this is; a whole number. */
  epoch: number;
  /** Default: the paper's, {@link flipsAndCrops}. */
  augmentation?: Augmentation;
}

/**
 * The batches of one epoch of training: the images in random order, each varied at random. Both depend on
 * seed and epoch alone, so that a training run that was interrupted goes on with the same batches. Order and
 * variation come from streams of their own: without augmentation the order is the same.
 *
 * The arrays of a batch are overwritten by the next one.
 *
 * @throws RangeError, naming the option, its value and what it can be.
 */
export function trainingBatches(split: Split, options: TrainingBatchOptions): IterableIterator<Batch> {
  const { seed, epoch, augmentation = flipsAndCrops } = options;
  const { flipProbability, padding } = augmentation;
  if (!(flipProbability >= 0 && flipProbability <= 1)) {
    throw new RangeError(`flipProbability must be a number from 0 to 1; got ${flipProbability}`);
  }
  if (!Number.isInteger(padding) || padding < 0) {
    throw new RangeError(`padding must be an integer of at least 0; got ${padding}`);
  }
  const order = permutation(randomStream(seed, "order", epoch), split.size);
  const random = randomStream(seed, "augmentation", epoch);
  return batches(split, options, order, () => drawVariation(random, augmentation));
}

/**
 * The images in their order and as they are, normalized.
 *
 * The arrays of a batch are overwritten by the next one.
 *
 * @throws RangeError, naming the option, its value and what it can be.
 */
export function evaluationBatches(split: Split, options: BatchOptions): IterableIterator<Batch> {
  const order = Uint32Array.from({ length: split.size }, (_, i) => i);
  const still: Variation = { flip: false, down: 0, right: 0 };
  return batches(split, options, order, () => still);
}

/** The number of batches that `size` images give: the number of an epoch's updates. */
export function batchCount(size: number, batchSize: number, last: LastBatch = "keep"): number {
  requireBatchSize(batchSize);
  return last === "keep" ? Math.ceil(size / batchSize) : Math.floor(size / batchSize);
}

function batches(
  split: Split,
  { batchSize, normalization, last = "keep" }: BatchOptions,
  order: Uint32Array,
  nextVariation: () => Variation,
): IterableIterator<Batch> {
  const count = batchCount(split.size, batchSize, last);
  const { shape } = split;
  const imageSize = shape[0] * shape[1] * shape[2];
  const table = normalizationTable(normalization, shape[0]);
  const images = new Float32Array(Math.min(batchSize, split.size) * imageSize);
  const labels = new Int32Array(Math.min(batchSize, split.size));

  function* generate(): Generator<Batch, undefined> {
    for (let batch = 0; batch < count; batch++) {
      const start = batch * batchSize;
      const size = Math.min(batchSize, split.size - start);
      for (let i = 0; i < size; i++) {
        const index = order[start + i]!;
        const image = split.images.subarray(index * imageSize, (index + 1) * imageSize);
        writeVariedImage(images, i * imageSize, image, shape, table, nextVariation());
        labels[i] = split.labels[index]!;
      }
      yield { size, images: images.subarray(0, size * imageSize), labels: labels.subarray(0, size) };
    }
    return undefined;
  }
  // Options are checked above, at the call; a generator alone would check them at its first batch.
  return generate();
}

function requireBatchSize(batchSize: number): void {
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw new RangeError(`batchSize must be an integer of at least 1; got ${batchSize}`);
  }
}
