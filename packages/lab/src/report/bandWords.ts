import { isRange } from "../measures/bootstrap.js";

/** What lines and bands over so many seeds are, for captions: "means over 3 seeds, bands go from ...". */
export function bandWords(seeds: number): string {
  if (seeds < 2) return "one seed";
  const bands = isRange(seeds)
    ? "go from the lowest to the highest"
    : "are 95 % bootstrap intervals of the mean";
  return `means over ${seeds} seeds, bands ${bands}`;
}

/** The most seeds of any of some cells. */
export function mostSeeds(cells: readonly { trials: readonly unknown[] }[]): number {
  return Math.max(0, ...cells.map(({ trials }) => trials.length));
}
