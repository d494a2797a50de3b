import type { Split } from "../dataset.js";
import { cifar10Shape, imageBytes, recordBytes } from "./layout.js";

/**
 * Takes records (see `RecordFile`) apart into training and test images. This happens in place, so that the
 * memory is used once: the images are views of `records`, whose former order is lost.
 *
 * @param trainSize how many of the records, the first ones, are for training.
 */
export function splitRecords(records: Uint8Array, trainSize: number): { train: Split; test: Split } {
  const size = records.length / recordBytes;
  const labels = new Uint8Array(size);
  for (let image = 0; image < size; image++) {
    const start = image * recordBytes;
    labels[image] = records[start]!;
    records.copyWithin(image * imageBytes, start + 1, start + recordBytes);
  }
  const split = (first: number, end: number): Split => ({
    size: end - first,
    shape: cifar10Shape,
    images: records.subarray(first * imageBytes, end * imageBytes),
    labels: labels.subarray(first, end),
  });
  return { train: split(0, trainSize), test: split(trainSize, size) };
}
