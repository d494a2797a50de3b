import { PNG } from "pngjs";
import { type RgbImage, withoutAlpha } from "./rgbImage.js";

/**
 * Decodes a PNG file of any kind. Grey becomes RGB, 16 bits become 8, transparency is ignored.
 *
 * @throws Error if `file` is not a PNG file, or damaged.
 */
export function decodePng(file: Uint8Array): RgbImage {
  try {
    const { width, height, data } = PNG.sync.read(Buffer.from(file.buffer, file.byteOffset, file.byteLength));
    return withoutAlpha(width, height, data);
  } catch (error) {
    throw new Error(`cannot decode the PNG file: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  }
}
