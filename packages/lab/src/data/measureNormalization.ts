import type { Split } from "./dataset.js";
import type { Normalization } from "./normalization.js";

/**
 * Mean and standard deviation of each channel over all images of a split, in float64. A channel that is the same
 * everywhere gets the standard deviation 1: it has nothing to be scaled.
 */
export function measureNormalization({ images, shape: [channels, rows, columns] }: Split): Normalization {
  const plane = rows * columns;
  const count = images.length / channels;
  const perChannel = (term: (value: number, channel: number) => number): number[] => {
    const sums = new Array<number>(channels).fill(0);
    for (let start = 0; start < images.length; start += plane) {
      const channel = (start / plane) % channels;
      let sum = 0;
      for (let i = start; i < start + plane; i++) sum += term(images[i]!, channel);
      sums[channel]! += sum;
    }
    return sums.map((sum) => sum / count);
  };
  // From the first value on, so that the mean of equal values is exactly this value.
  const first = Array.from({ length: channels }, (_, channel) => images[channel * plane]!);
  const mean = perChannel((value, channel) => value - first[channel]!).map((sum, i) => sum + first[i]!);
  const variance = perChannel((value, channel) => (value - mean[channel]!) ** 2);
  return { mean, std: variance.map((value) => Math.sqrt(value) || 1) };
}
