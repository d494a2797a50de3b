import type { RandomSource } from "../random/randomSource.js";
import { type Interval, intervalOf, RESAMPLES, resample } from "./bootstrap.js";
import { type Grid, type GridSamples, gridOfSamples } from "./grid.js";

/**
 * The intervals of statistics of a grid. Each cell's seeds are drawn with replacement, independently of the other
 * cells'. Cells share their seeds, and so rise and fall together a little; disregarding that makes intervals of
 * what depends on differences between cells rather too wide than too narrow. Seeds that diverged are drawn like
 * others, and a cell has diverged as soon as one of its draws is.
 *
 * @param statistics functions of a grid, by name; all are computed on the same resamples.
 * @returns by name; all null unless every cell that was run has at least two seeds (one seed alone would pass for
 *   no spread at all), and some row is whole: the measures look at such rows.
 */
export function gridIntervals<Name extends string>(
  { learningRate, weightDecay, samples }: GridSamples,
  statistics: Readonly<Record<Name, (grid: Grid) => number | null>>,
  random: RandomSource,
): Record<Name, Interval | null> {
  const names = Object.keys(statistics) as Name[];
  const sizes = samples.flat().map((seeds) => seeds.length);
  const draws = names.map((): (number | null)[] => []);
  const someWhole = samples.some((cells) => cells.every((seeds) => seeds.length > 0));
  if (sizes.some((size) => size >= 2) && !sizes.includes(1) && someWhole) {
    for (let i = 0; i < RESAMPLES; i++) {
      const drawn = samples.map((cells) => cells.map((seeds) => resample(seeds, random)));
      const grid = gridOfSamples({ learningRate, weightDecay, samples: drawn });
      names.forEach((name, index) => {
        draws[index]!.push(statistics[name](grid));
      });
    }
  }
  return Object.fromEntries(names.map((name, index) => [name, intervalOf(draws[index]!)])) as Record<
    Name,
    Interval | null
  >;
}
