import type { RgbImage } from "./rgbImage.js";

/**
 * A picture in another size, by averaging boxes: a new pixel is the mean of the area it covers in the old picture,
 * parts of pixels counted as parts. Sides need not keep their proportion: the picture is squashed, as it was for
 * ImageNet32x32.
 */
export function resize(image: RgbImage, width: number, height: number): RgbImage {
  if (image.width === width && image.height === height) return image;
  const rows = averaged(image.pixels, image.height, height, image.width * 3);
  const pixels = new Uint8Array(width * height * 3);
  const rowLength = image.width * 3;
  for (let row = 0; row < height; row++) {
    const line = averaged(rows.subarray(row * rowLength, (row + 1) * rowLength), image.width, width, 3);
    for (let i = 0; i < line.length; i++) pixels[row * width * 3 + i] = Math.round(line[i]!);
  }
  return { width, height, pixels };
}

/** `from` groups of `size` numbers each, averaged to `to` groups. */
function averaged(values: Uint8Array | Float64Array, from: number, to: number, size: number): Float64Array {
  const result = new Float64Array(to * size);
  // In units of 1 / to of an old group, everything is a whole number.
  for (let group = 0; group < to; group++) {
    const [start, end] = [group * from, (group + 1) * from];
    for (let old = Math.floor(start / to); old * to < end; old++) {
      const overlap = Math.min(end, (old + 1) * to) - Math.max(start, old * to);
      for (let i = 0; i < size; i++) result[group * size + i]! += values[old * size + i]! * overlap;
    }
    for (let i = 0; i < size; i++) result[group * size + i]! /= from;
  }
  return result;
}
