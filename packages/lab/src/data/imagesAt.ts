import type { Split } from "./dataset.js";

/** The images of a split at some positions, in that order and with their labels, copied. */
export function imagesAt(split: Split, positions: readonly number[]): Split {
  const size = positions.length;
  const values = split.images.length / split.size;
  // A copy of the right length and kind, to be overwritten.
  const images = split.images.slice(0, size * values);
  const labels = split.labels.slice(0, size);
  positions.forEach((from, to) => {
    images.set(split.images.subarray(from * values, (from + 1) * values), to * values);
    labels[to] = split.labels[from]!;
  });
  return { size, shape: split.shape, images, labels };
}
