import { join } from "node:path";
import { UsageError } from "../../usageError.js";
import { listDirectory } from "../listDirectory.js";
import { trainBatches } from "./layout.js";

/** The files of ImageNet32x32 that a user has, as paths. */
export interface BatchFiles {
  train: string[];
  test: string;
  /** The classes' names, `map_clsloc.txt`, if they lie beside. */
  classNames?: string;
}

/**
 * Finds the files in a folder and its subfolders: `train_data_batch_1` to `train_data_batch_10` and `val_data`, as
 * pickles without an ending or as `.npz`. Where there are both, the first found is read.
 *
 * @throws UsageError if one is missing; Error in one line if the folder cannot be read.
 */
export async function findBatchFiles(folder: string): Promise<BatchFiles> {
  const found = new Map<string, string>();
  for (const path of await filesWithin(folder)) {
    const name = /(?:^|[\\/])(train_data_batch_\d+|val_data)(?:\.npz)?$/.exec(path)?.[1];
    const key = name ?? (/(?:^|[\\/])map_clsloc\.txt$/.test(path) ? classNames : undefined);
    if (key !== undefined && !found.has(key)) found.set(key, join(folder, path));
  }
  const needed = [...Array.from({ length: trainBatches }, (_, i) => `train_data_batch_${i + 1}`), "val_data"];
  const missing = needed.filter((name) => !found.has(name));
  if (missing.length > 0) {
    throw new UsageError(
      `${folder} does not hold ImageNet32x32: ${missing.join(", ")} missing, with or without the ending .npz`,
    );
  }
  const paths = needed.map((name) => found.get(name)!);
  const names = found.get(classNames);
  return {
    train: paths.slice(0, -1),
    test: paths.at(-1)!,
    ...(names !== undefined && { classNames: names }),
  };
}

const classNames = "map_clsloc.txt";

/** The files in a folder and in its subfolders, but no deeper, relative to it, in the order of their names. */
async function filesWithin(folder: string): Promise<string[]> {
  const { files, folders } = await listDirectory(folder);
  const below = await Promise.all(
    folders.map(async (name) =>
      (await listDirectory(join(folder, name))).files.map((file) => join(name, file)),
    ),
  );
  return [...files, ...below.flat()];
}
