import { UsageError } from "../../usageError.js";
import type { Augmentation } from "../augmentation.js";
import type { Dataset, ImageShape, Split } from "../dataset.js";
import { resize } from "../images/resize.js";
import type { RgbImage } from "../images/rgbImage.js";
import { measureNormalization } from "../measureNormalization.js";
import type { LoadOptions } from "../progress.js";
import { findImageFiles, type ImageFile } from "./imageFiles.js";
import { readImage } from "./readImage.js";

export interface FolderOptions extends LoadOptions {
  /** Rows and columns that all images get. Default: those of the first training image. */
  size?: number;
}

/**
 * A folder of PNG and JPEG images, one folder for each class: `<folder>/train/<class>` and `<folder>/test/<class>`,
 * or `<folder>/<class>`, of which a fifth of each class, the same in every run, is held out to test on. All images
 * come to one size by averaging boxes, all are RGB. They are normalized by their own channels' mean and standard
 * deviation, and varied as CIFAR-10's: mirrored, and moved by an eighth of their side, which is 4 pixels of 32.
 *
 * @throws UsageError if the folder does not hold images by class (see `findImageFiles`), or they are too large
 *   together; Error in one line, naming the file, if an image cannot be read; the reason of `options.signal` if it
 *   aborts.
 */
export async function loadFolder(folder: string, options: FolderOptions = {}): Promise<Dataset> {
  const { size, onProgress, signal } = options;
  const files = await findImageFiles(folder);
  const shape = size === undefined ? shapeOf(await readImage(files.train[0]!.path)) : squareOf(size);
  const total = files.train.length + files.test.length;
  requireRoom(folder, total, shape);
  let done = 0;
  const step = (): void => {
    signal?.throwIfAborted();
    onProgress?.({ title: folder, stage: "read", done: done++, total });
  };
  step();
  const train = await readSplit(files.train, shape, step);
  const test = await readSplit(files.test, shape, step);
  return {
    name: size === undefined ? `folder:${folder}` : `folder:${folder}@${size}`,
    classes: files.classes,
    shape,
    train,
    test,
    normalization: measureNormalization(train),
    augmentation: flipsAndCropsFor(shape),
  };
}

/** The paper's augmentation for images of any size: its padding of 4 is an eighth of CIFAR-10's side. */
function flipsAndCropsFor([, rows, columns]: ImageShape): Augmentation {
  return { flipProbability: 0.5, padding: Math.round(Math.min(rows, columns) / 8) };
}

const shapeOf = ({ width, height }: RgbImage): ImageShape => [3, height, width];

function squareOf(size: number): ImageShape {
  if (!Number.isInteger(size) || size < 1) {
    throw new UsageError(`the size of images must be a whole number of at least 1 pixel; got ${size}`);
  }
  return [3, size, size];
}

/** The largest array there is has 2^32 - 1 bytes. */
function requireRoom(folder: string, count: number, [channels, rows, columns]: ImageShape): void {
  const bytes = count * channels * rows * columns;
  if (bytes < 2 ** 32) return;
  throw new UsageError(
    `${count} images of ${columns} x ${rows} pixels take ${(bytes / 1e9).toFixed(1)} GB, more than the 4.2 there can be; folder:${folder}@64, for instance, makes them smaller`,
  );
}

async function readSplit(
  files: readonly ImageFile[],
  shape: ImageShape,
  onImage: () => void,
): Promise<Split> {
  const [channels, rows, columns] = shape;
  const plane = rows * columns;
  const images = new Uint8Array(files.length * channels * plane);
  for (const [i, { path }] of files.entries()) {
    const { pixels } = resize(await readImage(path), columns, rows);
    for (let channel = 0; channel < channels; channel++) {
      const start = (i * channels + channel) * plane;
      for (let pixel = 0; pixel < plane; pixel++) images[start + pixel] = pixels[pixel * channels + channel]!;
    }
    onImage();
  }
  return { size: files.length, shape, images, labels: Uint16Array.from(files, ({ label }) => label) };
}
