import { decode } from "jpeg-js";
import { type RgbImage, withoutAlpha } from "./rgbImage.js";

/** Enough for photographs of 100 million pixels. */
const maxMemoryUsageInMB = 4096;

/**
 * Decodes a JPEG file, baseline or progressive. Grey becomes RGB; a rotation noted beside the pixels (EXIF) is
 * ignored.
 *
 * @throws Error if `file` is not a JPEG file, or damaged.
 */
export function decodeJpeg(file: Uint8Array): RgbImage {
  try {
    const { width, height, data } = decode(file, {
      useTArray: true,
      tolerantDecoding: false,
      maxMemoryUsageInMB,
    });
    return withoutAlpha(width, height, data);
  } catch (error) {
    throw new Error(`cannot decode the JPEG file: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  }
}
