import { judged } from "../measures/judged.js";
import type { OptimizerSummary } from "../measures/summary.js";
import type { Results } from "../results.js";
import { resultsOf, type StoredStudy } from "../study/storedStudy.js";
import { UsageError } from "../usageError.js";
import { type PairedSeries, pairedSeries } from "./pairedSeries.js";
import { type SharedCell, sharedCells } from "./sharedCells.js";

/** A study of a comparison: what it trained, and how far it is. */
export interface ComparedStudy
  extends Pick<Results, "study" | "experiment" | "preset" | "seed" | "seeds" | "task" | "error"> {
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
  /** Which of them are compared cell by cell. */
  paired: PairedSeries[];
  /** Cells that all of them have finished. */
  shared: SharedCell[];
}

/**
 * Compares studies; differences are those from the first.
 *
 * @throws UsageError if not all are about the same test error.
 */
export function comparison(stored: readonly StoredStudy[]): Comparison {
  const all = stored.map((one) => judged(resultsOf(one)));
  const other = all.find(({ error }) => error !== all[0]!.error);
  if (other !== undefined) {
    throw new UsageError(
      `${all[0]!.study} and ${other.study} are about different test errors, top-1 and top-5`,
    );
  }
  const paired = pairedSeries(all);
  const names = [...new Set(all.flatMap(({ summary }) => Object.keys(summary)))];
  return {
    studies: all.map(({ study, experiment, preset, seed, seeds, task, error, trials }, i) => ({
      study,
      experiment,
      preset,
      seed,
      seeds,
      task,
      ...(error !== undefined && { error }),
      done: trials.length,
      planned: stored[i]!.trials.length,
    })),
    series: names.flatMap((series) =>
      all.flatMap(({ study, summary }) => {
        const own = summary[series];
        return own === undefined ? [] : { study, series, ...own };
      }),
    ),
    paired,
    shared: sharedCells(all, paired),
  };
}
