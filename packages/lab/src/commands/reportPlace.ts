import { join, resolve } from "node:path";
import { folder } from "../export/runNames.js";

/**
 * Where the report of a study goes.
 *
 * @param out what `--out` says; without it, it is a folder of the study's name in `lehr-results`.
 * @returns an absolute path.
 */
export function reportPlace(out: string | undefined, study: string): string {
  return resolve(out ?? join("lehr-results", folder(study)));
}
