import { join } from "node:path";
import { loadCifar10 } from "../data/cifar10/index.js";
import { showCifar10Progress } from "../data/cifar10/showProgress.js";
import type { Plan } from "../experiments/plan.js";
import { fileError } from "../fileErrors.js";
import { writeReport } from "../report/writeReport.js";
import { carryOut, makeRoom } from "./carryOut.js";
import { prepareOutputDirectory } from "./outputDirectory.js";
import { provenance } from "./provenance.js";
import { createStudy } from "./study.js";
import { summaryLines } from "./summaryLines.js";

export interface StudyOptions {
  /** Where the results go. */
  out: string;
  /** Training processes. */
  workers: number;
}

/** Exit codes of a study. */
const done = 0;
const someFailed = 1;
const interrupted = 130;

/**
 * Carries out a plan: fetches the data, runs the trials, writes the report and prints what it says. Results are
 * on disk after every trial; Ctrl-C ends the study with the report of what is done.
 *
 * @returns the exit code: 0, 1 if trials failed, 130 if it was interrupted.
 * @throws UsageError if `out` cannot be written to or more images are asked for than there are; Error in one line
 *   if the data cannot be had or results not be written.
 */
export async function runStudy(plan: Plan, { out, workers }: StudyOptions): Promise<number> {
  const startedAt = Date.now();
  await prepareOutputDirectory(out);
  const interruption = new AbortController();
  const interrupt = () => interruption.abort();
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
  try {
    const { signal } = interruption;
    const dataset = await loadCifar10({ onProgress: showCifar10Progress(), signal });
    const study = createStudy(plan, dataset);
    const failures = await carryOut(study, { out, workers, signal });
    try {
      await writeReport(study.results(), provenance(startedAt, workers), out);
    } catch (error) {
      throw fileError(error, out, makeRoom);
    }
    console.log(summaryLines(study.results()).join("\n"));
    console.log(`\nReport: ${join(out, "report.html")}`);
    if (signal.aborted) console.error("lehr: interrupted; the report holds the trials that were done");
    return signal.aborted ? interrupted : failures > 0 ? someFailed : done;
  } catch (error) {
    if (error !== interruption.signal.reason) throw error;
    console.error("lehr: interrupted");
    return interrupted;
  } finally {
    process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  }
}
