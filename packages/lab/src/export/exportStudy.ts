import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileError } from "../fileErrors.js";
import { writeFileAtomically } from "../files.js";
import { epochsCsv, trialsCsv } from "../report/csv.js";
import { resultsJson } from "../report/writeReport.js";
import { doneTrials, resultsOf, type StoredStudy } from "../study/storedStudy.js";
import { type ExportedFile, tensorboardFiles } from "./tensorboard.js";

/** What a study can be exported as. */
export type ExportFormat = "json" | "csv" | "tensorboard";

/**
 * A study in another format: "json" as its `results.json`, "csv" as `trials.csv` and `epochs.csv`, "tensorboard" as
 * event files. The first two hold the trials that are done, the last those under way too.
 */
export function exportedFiles(study: StoredStudy, format: ExportFormat): ExportedFile[] {
  if (format === "tensorboard") return tensorboardFiles(study);
  if (format === "json") return [{ path: "results.json", contents: resultsJson(resultsOf(study)) }];
  const trials = doneTrials(study);
  return [
    { path: "trials.csv", contents: trialsCsv(trials) },
    { path: "epochs.csv", contents: epochsCsv(trials) },
  ];
}

/**
 * Writes files below a directory, each whole or not at all; folders are made.
 *
 * @throws Error in one line that names the file that cannot be written, and why.
 */
export async function writeExport(directory: string, files: readonly ExportedFile[]): Promise<void> {
  for (const file of files) {
    const path = join(directory, file.path);
    try {
      await mkdir(dirname(path), { recursive: true });
      await writeFileAtomically(path, file.contents);
    } catch (error) {
      throw fileError(error, path, "choose another --out");
    }
  }
}
