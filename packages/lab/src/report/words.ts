import { type Interval, isRange } from "../measures/bootstrap.js";
import type { Estimate } from "../measures/estimate.js";

/** A learning rate or weight decay as an axis shows it: three digits, no trailing zeros, `3.13e-5` when small. */
export function hyperparameter(value: number): string {
  if (value === 0) return "0";
  const size = Math.abs(value);
  const short = Number(value.toPrecision(3));
  return size >= 0.001 && size < 10_000 ? String(short) : short.toExponential();
}

/** The same for running text: two digits, exponents only where the zeros would not be counted at a glance. */
export function spokenHyperparameter(value: number): string {
  const short = Number(value.toPrecision(2));
  return short !== 0 && Math.abs(short) < 0.0001 ? short.toExponential() : String(short);
}

/** A test error in per cent, for a cell: three digits. */
export function cellNumber(value: number): string {
  return value < 9.995 ? value.toFixed(2) : value.toFixed(1);
}

/** A slope with its sign, "n/a" where there is none; never "-0.00". */
export function slopeNumber(value: number | null | undefined): string {
  if (value === null || value === undefined) return "n/a";
  const text = value.toFixed(2);
  return text === "-0.00" ? "0.00" : text.replace("-", "\u2212");
}

/** A difference in points, with its sign: "+0.31". */
export function signedPoints(value: number | null | undefined): string {
  return value !== null && value !== undefined && value >= 0.005
    ? `+${slopeNumber(value)}`
    : slopeNumber(value);
}

/** Points or per cent with two digits, "n/a" where there are none. */
export function points(value: number | null | undefined): string {
  return value === null || value === undefined ? "n/a" : value.toFixed(2);
}

/**
 * A number with its interval, both written by `write`: "−1.18 (−1.31 to −1.02)"; the number alone where there is no
 * interval.
 */
export function withInterval(
  value: number | null | undefined,
  interval: Interval | null | undefined,
  write: (value: number | null | undefined) => string,
): string {
  if (!interval) return write(value);
  return `${write(value)} (${write(interval[0])} to ${write(interval[1])})`;
}

/** How sure a number is: "(95 % interval 0.12 to 0.80 over 5 seeds)", "(0.12 to 0.80, the range over 3 seeds)". */
export function intervalWords({ interval, seeds }: Estimate, write: (value: number) => string): string {
  if (seeds === 1) return "(one seed, so no interval)";
  if (interval === null) return `(${seeds} seeds, too few to give an interval)`;
  const ends = `${write(interval[0])} to ${write(interval[1])}`;
  return isRange(seeds)
    ? `(${ends}, the range over ${seeds} seeds)`
    : `(95 % interval ${ends} over ${seeds} seeds)`;
}

/** What intervals over so many seeds, two or more, are called. */
export function intervalsName(seeds: number): string {
  return isRange(seeds) ? `ranges over the ${seeds} seeds` : `95 % bootstrap intervals over ${seeds} seeds`;
}

/**
 * What to keep in mind of an interval over few seeds: that chance alone puts all n of them on the same side of 0 once
 * in 2^(n - 1) times. Empty from six seeds on, where that is less than once in twenty.
 */
export function fewSeedsWords({ seeds }: Pick<Estimate, "seeds">): string {
  return seeds < 6
    ? `; by chance alone, ${seeds} seeds agree on the sign once in ${2 ** (seeds - 1)} times`
    : "";
}

/**
 * The same of two groups of so many seeds that do not overlap: how often chance alone parts them so. Empty where that is
 * less than once in twenty times.
 */
export function apartWords([a, b]: readonly [number, number]): string {
  let ways = 1;
  for (let i = 1; i <= a; i++) ways *= (b + i) / i;
  const times = Number((ways / 2).toFixed(1));
  if (times >= 20) return "";
  const seeds = a === b ? `${a} seeds each` : `${a} and ${b} seeds`;
  return `of two equal ones with ${seeds}, chance alone has all of one below all of the other once in ${times} times`;
}

/** Whole numbers with thousands separated: 12,345. */
export function count(value: number): string {
  return value.toLocaleString("en-US");
}

/** A count with its noun: "1 seed", "12,345 runs". */
export function counted(number: number, noun: string): string {
  return `${count(number)} ${noun}${number === 1 ? "" : "s"}`;
}

/** Words as a sentence begins. */
export function capitalized(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Words one after the other: "a", "a and b", "a, b and c". */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/**
 * A loss in nats, or another number that may span decades: three digits, `3.1e-5` or `2e6` when very small or large.
 */
export function lossNumber(value: number): string {
  const size = Math.abs(value);
  const short = Number(value.toPrecision(size >= 0.001 && size < 100_000 ? 3 : 2));
  const text = size === 0 || (size >= 0.001 && size < 100_000) ? String(short) : short.toExponential();
  return text.replace("e+", "e").replace(/^-/, "\u2212");
}
