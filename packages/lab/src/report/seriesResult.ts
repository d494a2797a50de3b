import { trialsOfBestOptions } from "../measures/bestOptions.js";
import { type Grid, gridOfTrials, testError } from "../measures/grid.js";
import { trialsOfSeries } from "../measures/summarize.js";
import type { OptimizerSummary } from "../measures/summary.js";
import type { Results, Series } from "../results.js";
import { seriesNames } from "./names.js";

/** What the report says about one series, gathered. */
export interface SeriesResult {
  /** Its key in the results. */
  key: string;
  /** What was to be run. */
  series: Series;
  /** "Adam + L2". */
  name: string;
  /** Of test error in per cent, at the best options; with the cells that were planned and not run. */
  grid: Grid;
  summary: OptimizerSummary;
}

/** The series of the results, in their order there. */
export function seriesResults(results: Results): SeriesResult[] {
  const names = seriesNames(results.series);
  return Object.entries(results.series).map(([key, series]) => ({
    key,
    series,
    name: names[key]!,
    grid: gridOfTrials(trialsOfBestOptions(trialsOfSeries(results.trials, key)), testError, series),
    summary: results.summary[key]!,
  }));
}
