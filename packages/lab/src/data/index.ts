import { checkDatasetName } from "./checkDatasetName.js";
import { loadCifar10 } from "./cifar10/index.js";
import { datasetHash } from "./contentHash.js";
import { loadCsv } from "./csv/index.js";
import type { Dataset } from "./dataset.js";
import { type DatasetReference, datasetReference } from "./datasetReference.js";
import { loadFolder } from "./folder/index.js";
import { loadImageNet32 } from "./imageNet32/index.js";
import { loadMnist } from "./mnist/index.js";
import type { LoadOptions } from "./progress.js";

export { checkDatasetName } from "./checkDatasetName.js";
export { datasetNames } from "./datasetNames.js";
export type { DataProgress, LoadOptions } from "./progress.js";

/**
 * A dataset by its name: "cifar10" and "mnist" are fetched on first use, "imagenet32:<folder>", "folder:<folder>" and
 * "csv:<file>" are the user's own. The same name gives the same dataset, split and order of images included, as long as
 * the user's files stay the same, which the hash of what they hold tells.
 *
 * @throws UsageError for a name or path that there is not, its message says what there is; Error in one line if the
 *   data cannot be had or read; the reason of `options.signal` if it aborts.
 */
export async function loadDataset(name: string, options: LoadOptions = {}): Promise<Dataset> {
  checkDatasetName(name);
  const reference = datasetReference(name);
  if (!("path" in reference)) return reference.kind === "mnist" ? loadMnist(options) : loadCifar10(options);
  const own = await loadOwn(reference, options);
  return { ...own, hash: datasetHash(own) };
}

type OwnReference = Extract<DatasetReference, { path: string }>;

function loadOwn(reference: OwnReference, options: LoadOptions): Promise<Dataset> {
  switch (reference.kind) {
    case "imagenet32":
      return loadImageNet32(reference.path, options);
    case "csv":
      return loadCsv(reference.path, options);
    case "folder": {
      const { path, size } = reference;
      return loadFolder(path, size === undefined ? options : { ...options, size });
    }
  }
}
