import { isDeepStrictEqual } from "node:util";
import type { Results, Series } from "../results.js";

/** A series of the first study with the one of every study, the first included, that it is compared with. */
export interface PairedSeries {
  /** By study. */
  series: { name: string; schedule: string; epochs: number }[];
  /** Whether all follow one schedule for as many epochs. */
  alike: boolean;
}

/**
 * Which series belong together: those with the same optimizer, options and decay convention. Where a study has several
 * such, one with the schedule and the epochs of the first study's series is taken, else one with its schedule; of
 * several such the one with its name, or else the first.
 */
export function pairedSeries(all: readonly Results[]): PairedSeries[] {
  return Object.entries(all[0]?.series ?? {}).flatMap(([name, first]) => {
    const found = all.map(({ series }) => counterpart(series, name, first));
    if (!found.every((one) => one !== undefined)) return [];
    const series = found.map(([own, { schedule, epochs }]) => ({ name: own, schedule, epochs }));
    return [{ series, alike: series.every((one) => nearness(one, first) === 2) }];
  });
}

function counterpart(
  series: Results["series"],
  name: string,
  like: Series,
): [name: string, Series] | undefined {
  const alike = Object.entries(series).filter(
    ([, { optimizer, decay, options }]) =>
      optimizer === like.optimizer && decay === like.decay && isDeepStrictEqual(options, like.options),
  );
  const rank = ([own, one]: [string, Series]) => 2 * nearness(one, like) + (own === name ? 1 : 0);
  return alike.sort((a, b) => rank(b) - rank(a))[0];
}

/** 2 for the same schedule and epochs, 1 for the same schedule. */
function nearness({ schedule, epochs }: Pick<Series, "schedule" | "epochs">, like: Series): number {
  if (schedule !== like.schedule) return 0;
  return epochs === like.epochs ? 2 : 1;
}
