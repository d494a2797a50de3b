import { statSync } from "node:fs";
import { UsageError } from "../usageError.js";
import { datasetReference } from "./datasetReference.js";

/**
 * Looks whether a dataset can be meant by a name, without loading anything.
 *
 * @throws UsageError if there is no dataset of this name, or nothing of the right kind at its path.
 */
export function checkDatasetName(name: string): void {
  const reference = datasetReference(name);
  if (!("path" in reference)) return;
  const { kind, path } = reference;
  const found = statSync(path, { throwIfNoEntry: false });
  const isRight = kind === "csv" ? found?.isFile() : found?.isDirectory();
  if (isRight !== true) {
    throw new UsageError(`dataset "${name}": there is no ${kind === "csv" ? "file" : "folder"} ${path}`);
  }
}
