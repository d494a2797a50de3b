import { join, resolve } from "node:path";
import { folder } from "../export/runNames.js";
import { UsageError } from "../usageError.js";

/** The name of a new study. @throws UsageError for one that nobody could see. */
export function studyName(option: string, name: string): string {
  if (name.trim() === "") throw new UsageError(`${option} must not be empty, got "${name}"`);
  return name;
}

/** Where the report of a study goes: as `--out` says, or to a folder named after the study. */
export function reportPlace(out: string | undefined, study: string): string {
  return resolve(out ?? join("lehr-results", folder(study)));
}
