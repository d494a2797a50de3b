import { reported } from "../experiments/index.js";
import { pick } from "../experiments/plan.js";
import { fileError } from "../fileErrors.js";
import { judged } from "../measures/judged.js";
import { writeReport } from "../report/writeReport.js";
import type { ErrorKind, Results } from "../results.js";
import type { Store } from "../store/store.js";
import { type CompareStudyOptions, comparedStudy } from "./compareStudy.js";
import { readStudy, resultsOf } from "./storedStudy.js";

/** What a report says. */
export interface Reported {
  /** For the terminal. */
  lines: string[];
  results: Results;
}

export interface ReportOptions extends CompareStudyOptions {
  /** The test error that it is about, which the study's task has; default: what its plan says. */
  error?: ErrorKind | undefined;
}

/**
 * Writes the report of a study, of what is known by now.
 *
 * @param out a folder; it is made if it is not there.
 * @param options also of the comparison of solutions, if there is one to be made; aborting leaves it out.
 * @throws UsageError if there is no such study; Error in one line if the folder cannot be written.
 */
export async function reportStudy(
  store: Store,
  study: string,
  out: string,
  options: ReportOptions = {},
): Promise<Reported> {
  const read = await readStudy(store, study);
  const { spec } = read;
  const experiment = pick("experiment", spec.plan.experiment, reported);
  const stored = await comparedStudy(store, read, experiment, options);
  const known = resultsOf(stored, options.error);
  const shown = judged(known);
  const seconds = stored.trials.reduce((sum, record) => sum + record.seconds, 0);
  // Of trials that were taken over from a file.
  const untimed = stored.trials.filter(
    (one) => one.state === "done" && one.epochsDone > 0 && one.seconds === 0,
  );
  try {
    await writeReport(
      await experiment.report(shown),
      known,
      { ...spec.origin, seconds, untimed: untimed.length },
      out,
    );
  } catch (error) {
    throw fileError(error, out, "make room, or choose another --out, and run again");
  }
  return { lines: await experiment.lines(shown), results: known };
}
