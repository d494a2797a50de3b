import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { randomStream } from "../random/randomStream.js";
import { drawVariation, flipsAndCrops, type Variation, writeVariedImage } from "./augmentation.js";
import { cifar10Normalization, normalizedWriter } from "./normalization.js";

/** The steps of the paper's code one after the other: normalize, mirror, pad with zeros, crop. */
function reference(
  image: Uint8Array | Float32Array,
  rows: number,
  columns: number,
  padding: number,
  variation: Variation,
): number[] {
  const { mean, std } = cifar10Normalization;
  return [0, 1, 2].flatMap((channel) => {
    const normalized = Array.from({ length: rows }, (_, y) =>
      Array.from({ length: columns }, (_, x) =>
        Math.fround((image[(channel * rows + y) * columns + x]! - mean[channel]!) / std[channel]!),
      ),
    );
    const mirrored = variation.flip ? normalized.map((row) => row.toReversed()) : normalized;
    const side = new Array<number>(padding).fill(0);
    const blank = Array.from({ length: padding }, () => new Array<number>(columns + 2 * padding).fill(0));
    const padded = [...blank, ...mirrored.map((row) => [...side, ...row, ...side]), ...blank];
    return padded
      .slice(padding + variation.down, padding + variation.down + rows)
      .flatMap((row) => row.slice(padding + variation.right, padding + variation.right + columns));
  });
}

describe("writeVariedImage", () => {
  it("does what the paper's steps do", () => {
    const cases = fc
      .record({
        rows: fc.integer({ min: 1, max: 9 }),
        columns: fc.integer({ min: 1, max: 9 }),
        padding: fc.nat(10),
      })
      .chain(({ rows, columns, padding }) => {
        const offset = fc.integer({ min: -padding, max: padding });
        const length = 3 * rows * columns;
        return fc.record({
          rows: fc.constant(rows),
          columns: fc.constant(columns),
          padding: fc.constant(padding),
          image: fc.oneof(
            fc.uint8Array({ minLength: length, maxLength: length }),
            fc.float32Array({ minLength: length, maxLength: length, noNaN: true, min: -1000, max: 1000 }),
          ),
          variation: fc.record({ flip: fc.boolean(), down: offset, right: offset }),
        });
      });
    fc.assert(
      fc.property(cases, ({ rows, columns, padding, image, variation }) => {
        const output = new Float32Array(image.length + 4).fill(9);
        const write = normalizedWriter(image, cifar10Normalization, 3);
        writeVariedImage(output, 2, image, [3, rows, columns], write, variation);
        const expected = reference(image, rows, columns, padding, variation);
        expect([...output]).toEqual([9, 9, ...expected, 9, 9]);
      }),
    );
  });
});

describe("drawVariation", () => {
  it("mirrors half of the images and draws every offset equally often", () => {
    const random = randomStream(3);
    const drawn = Array.from({ length: 81_000 }, () => drawVariation(random, flipsAndCrops));
    expect(drawn.filter(({ flip }) => flip).length / drawn.length).toBeCloseTo(0.5, 1);
    const places = new Map<string, number>();
    for (const { down, right } of drawn)
      places.set(`${down} ${right}`, (places.get(`${down} ${right}`) ?? 0) + 1);
    expect(places.size).toBe(81);
    for (const count of places.values()) expect(Math.abs(count - 1000)).toBeLessThan(4.5 * Math.sqrt(1000));
  });

  it("never mirrors with probability 0, always with 1", () => {
    const random = randomStream(3);
    for (const flipProbability of [0, 1]) {
      for (let i = 0; i < 100; i++) {
        expect(drawVariation(random, { flipProbability, padding: 0 })).toEqual({
          flip: flipProbability === 1,
          down: 0,
          right: 0,
        });
      }
    }
  });
});
