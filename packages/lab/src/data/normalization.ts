/** What is subtracted from a channel's pixel values, and what the difference is then divided by; on the scale 0 ... 255. */
export interface Normalization {
  mean: readonly number[];
  std: readonly number[];
}

/** Mean and standard deviation of CIFAR-10's channels as the authors of "Decoupled Weight Decay Regularization" used them in their code. */
export const cifar10Normalization: Normalization = {
  mean: [125.3, 123.0, 113.9],
  std: [63.0, 62.1, 66.7],
};

/**
 * The normalized value of every pixel value: entry 256 c + v is (v - mean[c]) / std[c].
 *
 * @throws RangeError unless `mean` and `std` hold one finite number for each channel, those of `std` positive.
 */
export function normalizationTable({ mean, std }: Normalization, channels: number): Float32Array {
  if (mean.length !== channels || !mean.every(Number.isFinite)) {
    throw new RangeError(
      `mean must hold ${channels} finite numbers, one for each channel; got [${mean.join(", ")}]`,
    );
  }
  if (std.length !== channels || !std.every((value) => Number.isFinite(value) && value > 0)) {
    throw new RangeError(
      `std must hold ${channels} positive numbers, one for each channel; got [${std.join(", ")}]`,
    );
  }
  return Float32Array.from({ length: channels * 256 }, (_, i) => ((i & 255) - mean[i >> 8]!) / std[i >> 8]!);
}

/**
 * Writes images normalized, in the order image, channel, row, column.
 *
 * @param pixels whole images, as a split holds them.
 * @param output receives `pixels.length` numbers from its start on.
 * @param shape channels, rows, columns of an image.
 * @throws RangeError if the images do not fit into `output`, or for the reasons of {@link normalizationTable}.
 */
export function normalizeImages(
  pixels: Uint8Array,
  output: Float32Array,
  shape: readonly [channels: number, rows: number, columns: number],
  normalization: Normalization,
): void {
  const [channels, rows, columns] = shape;
  const plane = rows * columns;
  if (pixels.length % (channels * plane) !== 0) {
    throw new RangeError(
      `pixels must hold whole images of ${channels * plane} values; got ${pixels.length} values`,
    );
  }
  if (output.length < pixels.length) {
    throw new RangeError(`output must have room for ${pixels.length} numbers; got room for ${output.length}`);
  }
  const table = normalizationTable(normalization, channels);
  for (let start = 0; start < pixels.length; start += plane) {
    const entry = ((start / plane) % channels) * 256;
    for (let i = start; i < start + plane; i++) output[i] = table[entry + pixels[i]!]!;
  }
}
