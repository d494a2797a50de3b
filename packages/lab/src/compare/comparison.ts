import type { OptimizerSummary } from "../measures/summary.js";
import type { Results } from "../results.js";
import { resultsOf, type StoredStudy } from "../study/storedStudy.js";
import { type SharedCell, sharedCells } from "./sharedCells.js";

/** A study of a comparison: what it trained, and how far it is. */
export interface ComparedStudy
  extends Pick<Results, "study" | "experiment" | "preset" | "seed" | "seeds" | "task"> {
  /** Trials that are done, and that were planned. */
  done: number;
  planned: number;
}

/** A series of a study, with what its grid says. */
export interface ComparedSeries extends OptimizerSummary {
  study: string;
  series: string;
}

/** Studies side by side. */
export interface Comparison {
  studies: ComparedStudy[];
  /** The series of all of them; those of one name follow one another. */
  series: ComparedSeries[];
  /** Cells that all of them have finished. */
  shared: SharedCell[];
}

/** Compares studies; differences are those from the first. */
export function comparison(stored: readonly StoredStudy[]): Comparison {
  const all = stored.map(resultsOf);
  const names = [...new Set(all.flatMap(({ summary }) => Object.keys(summary)))];
  return {
    studies: all.map(({ study, experiment, preset, seed, seeds, task, trials }, i) => ({
      study,
      experiment,
      preset,
      seed,
      seeds,
      task,
      done: trials.length,
      planned: stored[i]!.trials.length,
    })),
    series: names.flatMap((series) =>
      all.flatMap(({ study, summary }) => {
        const own = summary[series];
        return own === undefined ? [] : { study, series, ...own };
      }),
    ),
    shared: sharedCells(all),
  };
}
