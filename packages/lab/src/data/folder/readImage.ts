import { readFile } from "node:fs/promises";
import { fileError } from "../../fileErrors.js";
import { decodeJpeg } from "../images/jpeg.js";
import { decodePng } from "../images/png.js";
import type { RgbImage } from "../images/rgbImage.js";

/**
 * Reads a PNG or JPEG file; which of them it is, its first bytes say, not its name.
 *
 * @throws Error in one line, naming the file, if it cannot be read or decoded.
 */
export async function readImage(path: string): Promise<RgbImage> {
  const file = await readFile(path).catch((error: unknown) => {
    throw fileError(error, path, "it has to be an image that can be read");
  });
  try {
    return file[0] === 0x89 ? decodePng(file) : decodeJpeg(file);
  } catch (error) {
    throw new Error(`${path}: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
}
