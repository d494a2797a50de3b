import { join } from "node:path";
import { UsageError } from "../../usageError.js";
import { holdOut } from "../holdOut.js";
import { listDirectory } from "../listDirectory.js";

/** An image on disk and its class. */
export interface ImageFile {
  path: string;
  label: number;
}

/** The images of a folder. */
export interface ImageFiles {
  /** The names of the classes, by label: those of their folders, sorted. */
  classes: string[];
  train: ImageFile[];
  test: ImageFile[];
}

/**
 * Finds images by class: in `<folder>/train/<class>` and `<folder>/test/<class>` if it has both, else in
 * `<folder>/<class>`, of which a fifth of each class is held out to test on (see `holdOut`).
 *
 * @throws UsageError, naming the folder or file, if there are fewer than two classes, a class has no images, the
 *   test images have a class of their own, there is nothing to test on, or pictures are in a format that is not
 *   read; Error in one line if a folder cannot be read.
 */
export async function findImageFiles(folder: string): Promise<ImageFiles> {
  const { folders } = await listDirectory(folder);
  if (folders.includes("train") && folders.includes("test")) {
    const { classes, files: train } = await filesByClass(join(folder, "train"));
    const test = await filesByClass(join(folder, "test"), classes);
    return { classes, train, test: test.files };
  }
  const { classes, files } = await filesByClass(folder);
  const { train, test } = holdOut(files.map(({ label }) => label));
  if (test.length === 0) {
    throw new UsageError(`${folder} has too few images to hold a fifth of them out to test on`);
  }
  return { classes, train: train.map((i) => files[i]!), test: test.map((i) => files[i]!) };
}

/** @param known the classes there can be. Default: those there are. */
async function filesByClass(
  folder: string,
  known?: readonly string[],
): Promise<{ classes: string[]; files: ImageFile[] }> {
  const { folders: found } = await listDirectory(folder);
  const classes = [...(known ?? found)];
  const stranger = found.find((name) => !classes.includes(name));
  if (stranger !== undefined) {
    throw new UsageError(
      `${join(folder, stranger)}: there are no training images of this class, only of ${classes.join(", ")}`,
    );
  }
  if (classes.length < 2) {
    throw new UsageError(`${folder} must hold a folder of images for each of at least 2 classes; ${layout}`);
  }
  const files: ImageFile[] = [];
  for (const name of found) {
    const label = classes.indexOf(name);
    const paths = await imagesIn(join(folder, name));
    files.push(...paths.map((path) => ({ path, label })));
  }
  return { classes, files };
}

async function imagesIn(folder: string): Promise<string[]> {
  const { files } = await listDirectory(folder);
  const unread = files.find((name) => /\.(avif|bmp|gif|heic|tiff?|webp)$/i.test(name));
  if (unread !== undefined) {
    throw new UsageError(`${join(folder, unread)}: only PNG and JPEG images are read`);
  }
  const images = files.filter((name) => /\.(png|jpe?g)$/i.test(name));
  if (images.length === 0) throw new UsageError(`${folder} holds no .png or .jpg images; ${layout}`);
  return images.map((name) => join(folder, name));
}

const layout = "images lie in <folder>/<class>, or in <folder>/train/<class> and <folder>/test/<class>";
