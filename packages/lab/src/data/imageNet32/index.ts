import { readFile, stat } from "node:fs/promises";
import { flipsAndCrops } from "../augmentation.js";
import type { Dataset, Split } from "../dataset.js";
import { sizeInNpz } from "../numpy/npz.js";
import type { LoadOptions } from "../progress.js";
import { findBatchFiles } from "./batchFiles.js";
import { numberedClasses, readClassNames } from "./classNames.js";
import { imageBytes, imageNet32Normalization, imageNet32Shape } from "./layout.js";
import { batchError, readBatch } from "./readBatch.js";

/**
 * ImageNet32x32 (Chrabaszcz, Loshchilov & Hutter 2017) from a folder a user has: 1,281,167 training and 50,000
 * validation images of 32 x 32 pixels in 1,000 classes; the latter serve as test images. The files are the pickles
 * or .npz files of its authors, in the folder itself or in subfolders. Classes are named by `map_clsloc.txt` if that
 * lies there too, else "class 1" to "class 1000". The images are about 4.1 GB of memory.
 *
 * @throws UsageError if files are missing; Error in one line, naming the file, if one is damaged; the reason of
 * `options.signal` if it aborts.
 */
export async function loadImageNet32(folder: string, options: LoadOptions = {}): Promise<Dataset> {
  const { onProgress, signal } = options;
  const files = await findBatchFiles(folder);
  const total = files.train.length + 1;
  let done = 0;
  const step = (): void => {
    signal?.throwIfAborted();
    onProgress?.({ title: "ImageNet32x32", stage: "read", done: done++, total });
  };
  step();
  const classes = files.classNames === undefined ? numberedClasses : await readClassNames(files.classNames);
  const train = await readSplit(files.train, step);
  const test = await readSplit([files.test], step);
  return {
    name: `imagenet32:${folder}`,
    classes,
    shape: imageNet32Shape,
    train,
    test,
    normalization: imageNet32Normalization,
    augmentation: flipsAndCrops,
  };
}

/** The images of some files, in their order. Each file is let go before the next is read. */
async function readSplit(paths: readonly string[], onFile: () => void): Promise<Split> {
  let capacity = 0;
  for (const path of paths) capacity += await imagesAtMost(path);
  // Memory that is never written to is never taken.
  const images = new Uint8Array(capacity * imageBytes);
  const labels = new Uint16Array(capacity);
  let size = 0;
  for (const path of paths) {
    const batch = await readBatch(path);
    images.set(batch.images, size * imageBytes);
    labels.set(batch.labels, size);
    size += batch.labels.length;
    onFile();
  }
  return {
    size,
    shape: imageNet32Shape,
    images: images.subarray(0, size * imageBytes),
    labels: labels.subarray(0, size),
  };
}

/** How many images a file can hold at most, by the bytes it has for them. */
async function imagesAtMost(path: string): Promise<number> {
  try {
    const bytes = path.endsWith(".npz") ? sizeInNpz(await readFile(path), "data") : (await stat(path)).size;
    return Math.floor(bytes / imageBytes);
  } catch (error) {
    throw batchError(error, path);
  }
}
