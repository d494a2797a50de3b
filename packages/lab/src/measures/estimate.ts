import { randomStream } from "../random/randomStream.js";
import { bootstrapInterval, type Interval } from "./bootstrap.js";

/** A number from several seeds, with how far chance could have moved it. */
export interface Estimate {
  value: number;
  /** The 95 % bootstrap interval over seeds, of two or three their range; null of a single seed, or where too few resamples can tell. */
  interval: Interval | null;
  /** How many seeds stand behind it. */
  seeds: number;
}

/**
 * A statistic of several seeds, and its interval. What was trained with the same seed stays together in each
 * resample, so that differences between optimizers are paired.
 *
 * @param seeds the seeds that were run.
 * @param statistic of seeds, which may repeat; null where they cannot tell.
 * @param seed of the resampling.
 * @returns null where all seeds together cannot tell.
 */
export function estimateOverSeeds(
  seeds: readonly number[],
  statistic: (seeds: readonly number[]) => number | null,
  seed: number,
): Estimate | null {
  const value = statistic(seeds);
  if (value === null) return null;
  const interval = bootstrapInterval(seeds, statistic, randomStream(seed, "bootstrap"));
  return { value, interval, seeds: seeds.length };
}

/**
 * Which sign a number has all over its interval; 0 if its ends do not agree. Chance alone gives n seeds one sign once in
 * 2^(n - 1) times: of few, who tells the sign has to tell how many they are.
 */
export function clearSign({ interval }: Estimate): -1 | 0 | 1 {
  if (interval === null) return 0;
  const [low, high] = interval;
  if (low > 0) return 1;
  return high < 0 ? -1 : 0;
}
