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
