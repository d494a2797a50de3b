import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cifar10Normalization, normalizedWriter, normalizeImages } from "./normalization.js";

it("has the authors' numbers, which are those usual on the scale 0 ... 1", () => {
  const { mean, std } = cifar10Normalization;
  [0.4914, 0.4822, 0.4465].forEach((usual, i) => {
    expect(mean[i]! / 255).toBeCloseTo(usual, 3);
  });
  [0.247, 0.2435, 0.2616].forEach((usual, i) => {
    expect(std[i]! / 255).toBeCloseTo(usual, 3);
  });
});

it("normalizes every pixel by its channel", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 36, maxLength: 36 }), (pixels) => {
      const output = new Float32Array(36);
      normalizeImages(pixels, output, [3, 2, 3], cifar10Normalization);
      pixels.forEach((pixel, i) => {
        const channel = Math.floor(i / 6) % 3;
        const { mean, std } = cifar10Normalization;
        expect(output[i]).toBe(Math.fround((pixel - mean[channel]!) / std[channel]!));
      });
    }),
  );
});

it("normalizes measurements as it does pixels", () => {
  fc.assert(
    fc.property(fc.float32Array({ minLength: 6, maxLength: 6, noNaN: true }), (values) => {
      const output = new Float32Array(6);
      normalizeImages(values, output, [3, 1, 1], { mean: [1, 2, 3], std: [4, 5, 6] });
      values.forEach((value, i) => {
        expect(output[i]).toBe(Math.fround((value - ((i % 3) + 1)) / ((i % 3) + 4)));
      });
    }),
  );
});

describe("refusals", () => {
  const pixels = new Uint8Array();

  it("of a normalization that does not fit the channels", () => {
    expect(() => normalizedWriter(pixels, { mean: [1, 2], std: [1, 1, 1] }, 3)).toThrow(
      "mean must hold 3 finite numbers, one for each channel; got [1, 2]",
    );
    expect(() => normalizedWriter(pixels, { mean: [1], std: [0] }, 1)).toThrow(
      "std must hold 1 positive numbers, one for each channel; got [0]",
    );
  });

  it("of images that are not whole or do not fit", () => {
    const normalization = { mean: [0], std: [1] };
    expect(() => normalizeImages(new Uint8Array(5), new Float32Array(8), [1, 2, 2], normalization)).toThrow(
      "values must hold whole images of 4 values; got 5 values",
    );
    expect(() => normalizeImages(new Uint8Array(8), new Float32Array(4), [1, 2, 2], normalization)).toThrow(
      "output must have room for 8 numbers; got room for 4",
    );
  });
});
