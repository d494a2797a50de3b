import type { ImageShape } from "./dataset.js";

/**
 * What is subtracted from a channel's values, and what the difference is then divided by; for pixels on the scale 0 ...
 * 255.
 */
export interface Normalization {
  mean: readonly number[];
  std: readonly number[];
}

/**
 * Mean and standard deviation of CIFAR-10's channels as the authors of "Decoupled Weight Decay Regularization" used
 * them in their code.
 */
export const cifar10Normalization: Normalization = {
  mean: [125.3, 123.0, 113.9],
  std: [63.0, 62.1, 66.7],
};

/**
 * Writes `count` values of one channel normalized: value v becomes (v - mean) / std.
 *
 * @param output receives them at `to`, `to` + 1 ...
 * @param values read at `from`, `from` + `step` ...
 */
export type WriteNormalized = (
  output: Float32Array,
  to: number,
  values: Uint8Array | Float32Array,
  from: number,
  step: 1 | -1,
  count: number,
  channel: number,
) => void;

/**
 * The writer for images of one kind: bytes are looked up in a table, floats are computed.
 *
 * @param images images of that kind; their values do not matter.
 * @throws RangeError unless `mean` and `std` hold one finite number for each channel, those of `std` positive.
 */
export function normalizedWriter(
  images: Uint8Array | Float32Array,
  { mean, std }: Normalization,
  channels: number,
): WriteNormalized {
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
  if (images instanceof Float32Array) {
    return (output, to, values, from, step, count, channel) => {
      const [center, scale] = [mean[channel]!, std[channel]!];
      for (let i = 0, value = from; i < count; i++, value += step)
        output[to + i] = (values[value]! - center) / scale;
    };
  }
  // Entry 256 c + v is the normalized value v of channel c.
  const table = Float32Array.from(
    { length: channels * 256 },
    (_, i) => ((i & 255) - mean[i >> 8]!) / std[i >> 8]!,
  );
  return (output, to, values, from, step, count, channel) => {
    const entry = channel * 256;
    for (let i = 0, value = from; i < count; i++, value += step)
      output[to + i] = table[entry + values[value]!]!;
  };
}

/**
 * Writes images normalized, in the order image, channel, row, column.
 *
 * @param values whole images, as a split holds them.
 * @param output receives `values.length` numbers from its start on.
 * @throws RangeError if the images do not fit into `output`, or for the reasons of {@link normalizedWriter}.
 */
export function normalizeImages(
  values: Uint8Array | Float32Array,
  output: Float32Array,
  shape: ImageShape,
  normalization: Normalization,
): void {
  const [channels, rows, columns] = shape;
  const plane = rows * columns;
  if (values.length % (channels * plane) !== 0) {
    throw new RangeError(
      `values must hold whole images of ${channels * plane} values; got ${values.length} values`,
    );
  }
  if (output.length < values.length) {
    throw new RangeError(`output must have room for ${values.length} numbers; got room for ${output.length}`);
  }
  const write = normalizedWriter(values, normalization, channels);
  for (let start = 0; start < values.length; start += plane) {
    write(output, start, values, start, 1, plane, (start / plane) % channels);
  }
}
