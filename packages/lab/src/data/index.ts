import { checkDatasetName } from "./checkDatasetName.js";
import { loadCifar10 } from "./cifar10/index.js";
import { loadCsv } from "./csv/index.js";
import type { Dataset } from "./dataset.js";
import { datasetReference } from "./datasetReference.js";
import { loadFolder } from "./folder/index.js";
import { loadImageNet32 } from "./imageNet32/index.js";
import { loadMnist } from "./mnist/index.js";
import type { LoadOptions } from "./progress.js";

export { checkDatasetName } from "./checkDatasetName.js";
export { datasetNames } from "./datasetNames.js";
export type { DataProgress, LoadOptions } from "./progress.js";

/**
 * A dataset by its name: "cifar10" and "mnist" are fetched on first use, "imagenet32:<folder>", "folder:<folder>" and
 * "csv:<file>" are the user's own. The same name gives the same dataset, split and order of images included.
 *
 * @throws UsageError for a name or path that there is not, its message says what there is; Error in one line if the
 *   data cannot be had or read; the reason of `options.signal` if it aborts.
 */
export async function loadDataset(name: string, options: LoadOptions = {}): Promise<Dataset> {
  checkDatasetName(name);
  const reference = datasetReference(name);
  switch (reference.kind) {
    case "cifar10":
      return loadCifar10(options);
    case "mnist":
      return loadMnist(options);
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
