import { permutation } from "../random/permutation.js";
import { randomStream } from "../random/randomStream.js";
import {
  type Augmentation,
  asIs,
  drawVariation,
  flipsAndCrops,
  requireAugmentation,
  writeVariedImage,
} from "./augmentation.js";
import type { Split } from "./dataset.js";
import { type Normalization, normalizedWriter } from "./normalization.js";

/** Some images, ready for a network. */
export interface Batch {
  /** Number of images. */
  size: number;
  /** Normalized values in the order image, channel, row, column. */
  images: Float32Array;
  /** The images' classes. */
  labels: Int32Array;
}

export interface TrainingBatchOptions {
  /** Images in a batch, at least 1. */
  batchSize: number;
  /** A whole number. */
  seed: number;
  /** Which pass over the images this is; a whole number. */
  epoch: number;
  normalization: Normalization;
  /** Default: the paper's, {@link flipsAndCrops}; null for images as they are. */
  augmentation?: Augmentation | null;
  /**
   * The first batch to bring, as though the earlier ones had been taken; from 0, the default, to the number of
   * batches. What is skipped costs next to nothing.
   */
  from?: number;
}

/**
 * The batches of one epoch of training: the images in random order, each varied at random. Both depend on
 * seed and epoch alone, so that a training run that was interrupted, in the middle of an epoch even, goes on with
 * the same batches. Order and variation come from streams of their own: without augmentation the order is the same.
 * Where the batch size does not divide the number of images, the last batch is smaller, as in the paper.
 *
 * The arrays of a batch are overwritten by the next one.
 *
 * @throws RangeError, naming the option, its value and what it can be.
 */
export function trainingBatches(split: Split, options: TrainingBatchOptions): IterableIterator<Batch> {
  const { batchSize, seed, epoch, normalization } = options;
  const { augmentation = flipsAndCrops, from = 0 } = options;
  const count = batchCount(split.size, batchSize);
  if (!Number.isInteger(from) || from < 0 || from > count) {
    throw new RangeError(`from must be an integer from 0 to ${count}, the number of batches; got ${from}`);
  }
  const write = normalizedWriter(split.images, normalization, split.shape[0]);
  const order = permutation(randomStream(seed, "order", epoch), split.size);
  const random = randomStream(seed, "augmentation", epoch);
  if (augmentation !== null) requireAugmentation(augmentation);
  const nextVariation = () => (augmentation === null ? asIs : drawVariation(random, augmentation));

  const imageSize = split.images.length / split.size;
  const images = new Float32Array(Math.min(batchSize, split.size) * imageSize);
  const labels = new Int32Array(Math.min(batchSize, split.size));

  function* generate(): Generator<Batch, undefined> {
    const skipped = Math.min(from * batchSize, split.size);
    for (let image = 0; image < skipped; image++) nextVariation();
    for (let batch = from; batch < count; batch++) {
      const chosen = order.subarray(batch * batchSize, (batch + 1) * batchSize);
      chosen.forEach((index, i) => {
        const image = split.images.subarray(index * imageSize, (index + 1) * imageSize);
        writeVariedImage(images, i * imageSize, image, split.shape, write, nextVariation());
        labels[i] = split.labels[index]!;
      });
      const size = chosen.length;
      yield { size, images: images.subarray(0, size * imageSize), labels: labels.subarray(0, size) };
    }
    return undefined;
  }
  // The options were checked above, at the call; a generator alone would check them at its first batch.
  return generate();
}

/**
 * The number of batches that `size` images give, which is the number of updates of an epoch.
 *
 * @throws RangeError if `batchSize` is not an integer of at least 1.
 */
export function batchCount(size: number, batchSize: number): number {
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw new RangeError(`batchSize must be an integer of at least 1; got ${batchSize}`);
  }
  return Math.ceil(size / batchSize);
}
