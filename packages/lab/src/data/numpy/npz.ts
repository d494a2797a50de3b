import { type UnzipFileInfo, unzipSync } from "fflate";
import type { NumpyArray } from "./array.js";
import { readNpy } from "./npy.js";

/**
 * Reads some arrays of a .npz file, which is a zip file of .npy files; the others are not unpacked.
 *
 * @returns the arrays that the file has, by name.
 * @throws Error if it is no such file, or damaged.
 */
export function readNpz(file: Uint8Array, names: readonly string[]): Map<string, NumpyArray> {
  const files = unzip(file, ({ name }) => names.includes(name.replace(/\.npy$/, "")));
  return new Map(
    Object.entries(files).map(([name, contents]) => [name.replace(/\.npy$/, ""), readNpy(contents)]),
  );
}

/** How many bytes an array of a .npz file takes as a .npy file, without unpacking it; 0 if it is not there. */
export function sizeInNpz(file: Uint8Array, name: string): number {
  let size = 0;
  unzip(file, (info) => {
    if (info.name === `${name}.npy`) size = info.originalSize;
    return false;
  });
  return size;
}

function unzip(file: Uint8Array, filter: (info: UnzipFileInfo) => boolean): Record<string, Uint8Array> {
  try {
    return unzipSync(file, { filter });
  } catch (error) {
    throw new Error(`not a .npz file, or damaged: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  }
}
