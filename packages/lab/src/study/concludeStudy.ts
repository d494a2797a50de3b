import { join } from "node:path";
import type { Store } from "../store/store.js";
import { reportStudy } from "./reportStudy.js";
import { type Telling, tell } from "./studyEvents.js";

/** Exit codes of a study. */
const done = 0;
const someFailed = 1;
const interruptedByUser = 130;

export interface Conclusion extends Telling {
  /** Where the report goes. */
  out: string;
  /** Aborted if the user ended it; then, and as soon as it is, what would take long is left out. */
  signal: AbortSignal;
}

/**
 * Writes the report of what is done by now, and tells what it says.
 *
 * @returns the exit code: 0, 1 if trials failed, 130 if it was interrupted.
 */
export async function concludeStudy(
  store: Store,
  study: string,
  { out, signal, ...telling }: Conclusion,
): Promise<number> {
  const { trials, done: ended, failed, bestError } = await store.progress(study);
  const { lines, results } = await reportStudy(store, study, out, { quiet: telling.quiet, signal });
  const interrupted = signal.aborted;
  const report = join(out, "report.html");
  tell(telling, {
    ...{ event: "study", study, state: interrupted ? "interrupted" : "done" },
    ...{ trials, done: ended, failed, bestError, summary: results.summary, report },
  });
  if (!telling.json && !telling.quiet) console.log([...lines, "", `Report: ${report}`].join("\n"));
  if (!interrupted && failed === 0) return done;
  if (!interrupted) {
    console.error(
      `lehr: ${failed} of ${trials} trials failed; run them again with: lehr study resume ${study} --retry-failed`,
    );
    return someFailed;
  }
  console.error(`lehr: interrupted; the report holds what is done. Go on with: lehr study resume ${study}`);
  return interruptedByUser;
}
