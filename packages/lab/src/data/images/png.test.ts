import fc from "fast-check";
import { PNG } from "pngjs";
import { describe, expect, it } from "vitest";
import { decodePng } from "./png.js";
import { encodeRgbPng } from "./png.test.helper.js";

describe("decodePng", () => {
  it("reads back every filter", () => {
    const sizes = fc.record({
      width: fc.integer({ min: 1, max: 9 }),
      height: fc.integer({ min: 1, max: 12 }),
    });
    const images = sizes.chain(({ width, height }) => {
      const length = width * height * 3;
      return fc.record({
        width: fc.constant(width),
        height: fc.constant(height),
        pixels: fc.uint8Array({ minLength: length, maxLength: length }),
      });
    });
    fc.assert(
      fc.property(images, (image) => {
        expect(decodePng(encodeRgbPng(image.width, image.height, image.pixels))).toEqual(image);
      }),
    );
  });

  it("makes grey RGB, and ignores transparency", () => {
    const rgba = Buffer.from([10, 20, 30, 40, 50, 60, 70, 255]);
    const png = Object.assign(new PNG({ width: 2, height: 1 }), { data: rgba });
    const withAlpha = PNG.sync.write(png, { colorType: 6, inputHasAlpha: true });
    expect([...decodePng(withAlpha).pixels]).toEqual([10, 20, 30, 50, 60, 70]);
    png.data = Buffer.from([9, 9, 9, 255, 200, 200, 200, 255]);
    const grey = PNG.sync.write(png, { colorType: 0, inputHasAlpha: true });
    expect([...decodePng(grey).pixels]).toEqual([9, 9, 9, 200, 200, 200]);
  });

  it("refuses what it cannot read, in one line", () => {
    const file = encodeRgbPng(2, 2, new Uint8Array(12));
    const damaged = Buffer.from(file);
    damaged[damaged.length - 20]! ^= 1;
    for (const wrong of [Buffer.from("<html>"), file.subarray(0, file.length - 20), damaged, Buffer.alloc(0)])
      expect(() => decodePng(wrong)).toThrow(/^cannot decode the PNG file: .+$/);
  });
});
