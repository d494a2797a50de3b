import { encode } from "jpeg-js";
import { expect, it } from "vitest";
import { decodeJpeg } from "./jpeg.js";

const [width, height] = [20, 12];
const data = Uint8Array.from({ length: width * height * 4 }, (_, i) => [200, 100, 50, 255][i % 4]!);
const file = encode({ width, height, data }, 95).data;

it("reads a picture to within what JPEG loses", () => {
  const image = decodeJpeg(file);
  expect([image.width, image.height, image.pixels.length]).toEqual([width, height, width * height * 3]);
  image.pixels.forEach((value, i) => {
    expect(Math.abs(value - [200, 100, 50][i % 3]!)).toBeLessThan(6);
  });
});

it("refuses what it cannot read, in one line", () => {
  for (const wrong of [Buffer.from("<html>"), file.subarray(0, 40), Buffer.alloc(0)])
    expect(() => decodeJpeg(wrong)).toThrow(/^cannot decode the JPEG file: .+$/);
});
