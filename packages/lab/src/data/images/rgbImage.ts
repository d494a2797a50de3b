/** A decoded picture: `width` x `height` pixels, row by row, three bytes (red, green, blue) each. */
export interface RgbImage {
  width: number;
  height: number;
  pixels: Uint8Array;
}

/** A picture without its fourth channel: transparency is ignored. */
export function withoutAlpha(width: number, height: number, rgba: Uint8Array): RgbImage {
  const pixels = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; to < pixels.length; from += 4) {
    pixels[to++] = rgba[from]!;
    pixels[to++] = rgba[from + 1]!;
    pixels[to++] = rgba[from + 2]!;
  }
  return { width, height, pixels };
}
