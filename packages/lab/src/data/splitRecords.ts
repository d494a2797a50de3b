import type { ImageShape, Split } from "./dataset.js";

/**
 * Takes records (see `RecordFile`) apart into training and test images. This happens in place, so that the
 * memory is used once: the images are views of `records`, whose former order is lost.
 *
 * @param trainSize how many of the records, the first ones, are for training.
 */
export function splitRecords(
  records: Uint8Array,
  shape: ImageShape,
  trainSize: number,
): { train: Split; test: Split } {
  const imageBytes = shape[0] * shape[1] * shape[2];
  const recordBytes = 1 + imageBytes;
  const size = records.length / recordBytes;
  const labels = new Uint8Array(size);
  for (let image = 0; image < size; image++) {
    const start = image * recordBytes;
    labels[image] = records[start]!;
    records.copyWithin(image * imageBytes, start + 1, start + recordBytes);
  }
  const split = (first: number, end: number): Split => ({
    size: end - first,
    shape,
    images: records.subarray(first * imageBytes, end * imageBytes),
    labels: labels.subarray(first, end),
  });
  return { train: split(0, trainSize), test: split(trainSize, size) };
}
