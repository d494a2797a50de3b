import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { resize } from "./resize.js";
import type { RgbImage } from "./rgbImage.js";

const side = fc.integer({ min: 1, max: 8 });
const images: fc.Arbitrary<RgbImage> = fc.tuple(side, side).chain(([width, height]) => {
  const length = width * height * 3;
  return fc.uint8Array({ minLength: length, maxLength: length }).map((pixels) => ({ width, height, pixels }));
});

describe("resize", () => {
  it("averages boxes", () => {
    const pixels = Uint8Array.of(0, 0, 10, 100, 10, 10, 50, 20, 10, 50, 30, 10);
    expect(resize({ width: 2, height: 2, pixels }, 1, 1).pixels).toEqual(Uint8Array.of(50, 15, 10));
    // Three pixels to two: the middle one belongs to both, by half.
    const row = { width: 3, height: 1, pixels: Uint8Array.of(0, 0, 0, 30, 60, 90, 90, 90, 90) };
    expect(resize(row, 2, 1).pixels).toEqual(Uint8Array.of(10, 20, 30, 70, 80, 90));
  });

  it("gives back a picture that was enlarged", () => {
    fc.assert(
      fc.property(images, side, (image, factor) => {
        const larger = resize(image, image.width * factor, image.height * factor);
        expect(resize(larger, image.width, image.height)).toEqual(image);
      }),
    );
  });

  it("turns with the picture, and stays between its darkest and its brightest", () => {
    const transpose = ({ width, height, pixels }: RgbImage): RgbImage => ({
      width: height,
      height: width,
      pixels: pixels.map((_, i) => {
        const [x, y] = [Math.floor(i / 3 / height), Math.floor(i / 3) % height];
        return pixels[(y * width + x) * 3 + (i % 3)]!;
      }),
    });
    fc.assert(
      fc.property(images, side, side, (image, width, height) => {
        const resized = resize(image, width, height);
        const turned = transpose(resize(transpose(image), height, width));
        resized.pixels.forEach((value, i) => {
          // Halves may be rounded either way.
          expect(Math.abs(value - turned.pixels[i]!)).toBeLessThanOrEqual(1);
        });
        expect(Math.min(...resized.pixels)).toBeGreaterThanOrEqual(Math.min(...image.pixels));
        expect(Math.max(...resized.pixels)).toBeLessThanOrEqual(Math.max(...image.pixels));
      }),
    );
  });
});
