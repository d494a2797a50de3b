import fc from "fast-check";
import { expect, it } from "vitest";
import { decodeRgbPng } from "./png.js";
import { encodeRgbPng } from "./png.test.helper.js";

it("reads back every filter", () => {
  const sizes = fc.record({ width: fc.integer({ min: 1, max: 9 }), height: fc.integer({ min: 1, max: 12 }) });
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
      expect(decodeRgbPng(encodeRgbPng(image.width, image.height, image.pixels))).toEqual(image);
    }),
  );
});

it("refuses what it cannot read, in one line", () => {
  const file = encodeRgbPng(2, 2, new Uint8Array(12));
  expect(() => decodeRgbPng(Buffer.from("<html>"))).toThrow(/^not a PNG file$/);
  expect(() => decodeRgbPng(file.subarray(0, file.length - 20))).toThrow(/^PNG: the file is truncated$/);
  const gray = Buffer.from(file);
  gray[25] = 0;
  expect(() => decodeRgbPng(gray)).toThrow(
    "expected 8-bit RGB without interlacing (8,2,0,0,0), found 8,0,0,0,0",
  );
  const wider = Buffer.from(file);
  wider[19] = 3;
  expect(() => decodeRgbPng(wider)).toThrow("PNG: expected 3 x 2 pixels, found 14 bytes of them");
});
