import { integerBelow } from "../random/integerBelow.js";
import type { RandomSource } from "../random/randomSource.js";
import { mean } from "./mean.js";

/** Between these values a number lies with a confidence of 95 %, or of few seeds less: see {@link isRange}. */
export type Interval = readonly [low: number, high: number];

/** How often the samples are drawn anew. */
export const RESAMPLES = 2000;

const TAIL = 0.025;

/**
 * The percentile bootstrap interval of a statistic (Efron 1979): its 2.5th and 97.5th percentile over 2,000
 * resamples, each drawn from the samples with replacement, as many as there are.
 *
 * Give what was drawn independently as one sample: a seed with all that was trained from it, not each trial. Of
 * few it is no more than their range: see {@link isRange}.
 *
 * @param samples not changed.
 * @param statistic null where a resample cannot tell; these are left out.
 * @param random the same stream gives the same interval.
 * @returns null for fewer than two samples, and when more than 5 % of the resamples cannot tell.
 */
export function bootstrapInterval<T>(
  samples: readonly T[],
  statistic: (resample: readonly T[]) => number | null,
  random: RandomSource,
): Interval | null {
  if (samples.length < 2) return null;
  return intervalOf(Array.from({ length: RESAMPLES }, () => statistic(resample(samples, random))));
}

/**
 * Whether the interval over so many seeds is to be called their range: of two or three the resampled mean is the lowest
 * value, or the highest, in more than 2.5 % of the draws. Such a range holds the true mean in 50 or 75 of 100 studies.
 */
export const isRange = (seeds: number) => seeds === 2 || seeds === 3;

/**
 * The interval of the mean of what several seeds gave; null for fewer than two. For two and three it is known
 * without drawing: their whole range.
 */
export function meanInterval(values: readonly number[], random: RandomSource): Interval | null {
  if (isRange(values.length)) return [Math.min(...values), Math.max(...values)];
  return bootstrapInterval(values, mean, random);
}

/** The interval of the mean of `b` minus that of `a`, drawn apart; null for fewer than two values of either. */
export function differenceInterval(
  a: readonly number[],
  b: readonly number[],
  random: RandomSource,
): Interval | null {
  if (a.length < 2 || b.length < 2) return null;
  const draw = () => mean(resample(b, random)) - mean(resample(a, random));
  return intervalOf(Array.from({ length: RESAMPLES }, draw));
}

/** As many of the values as there are, drawn with replacement. */
export function resample<T>(values: readonly T[], random: RandomSource): T[] {
  return values.map(() => values[integerBelow(random, values.length)]!);
}

/** What lies between the tails of a statistic's draws; null where more than 5 % of them could not tell, or for none. */
export function intervalOf(draws: readonly (number | null)[]): Interval | null {
  const sorted = draws.filter((draw) => draw !== null).sort((a, b) => a - b);
  if (sorted.length === 0 || sorted.length < (1 - 2 * TAIL) * draws.length) return null;
  return [quantile(sorted, TAIL), quantile(sorted, 1 - TAIL)];
}

/** The value below which this share of some ascending values lies; between two values, on a straight line. */
export function quantile(sorted: readonly number[], share: number): number {
  const at = share * (sorted.length - 1);
  const below = sorted[Math.floor(at)]!;
  return below + (at - Math.floor(at)) * (sorted[Math.ceil(at)]! - below);
}
