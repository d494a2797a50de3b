import { reported } from "../experiments/index.js";
import { pick } from "../experiments/plan.js";
import { fileError } from "../fileErrors.js";
import { writeReport } from "../report/writeReport.js";
import type { Results } from "../results.js";
import type { Store } from "../store/store.js";
import { type CompareStudyOptions, comparedStudy } from "./compareStudy.js";
import { readStudy, resultsOf } from "./storedStudy.js";

/** What a report says. */
export interface Reported {
  /** For the terminal. */
  lines: string[];
  results: Results;
}

/**
 * Writes the report of a study, of what is known by now.
 *
 * @param out a folder; it is made if it is not there.
 * @param options of the comparison of solutions, if there is one to be made; aborting leaves it out.
 * @throws UsageError if there is no such study; Error in one line if the folder cannot be written.
 */
export async function reportStudy(
  store: Store,
  study: string,
  out: string,
  options: CompareStudyOptions = {},
): Promise<Reported> {
  const read = await readStudy(store, study);
  const { spec } = read;
  const experiment = pick("experiment", spec.plan.experiment, reported);
  const stored = await comparedStudy(store, read, experiment, options);
  const known = resultsOf(stored);
  const seconds = stored.trials.reduce((sum, record) => sum + record.seconds, 0);
  try {
    await writeReport(await experiment.report(known), known, { ...spec.origin, seconds }, out);
  } catch (error) {
    throw fileError(error, out, "make room, or choose another --out, and run again");
  }
  return { lines: await experiment.lines(known), results: known };
}
