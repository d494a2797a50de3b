import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Split } from "./dataset.js";
import { balancedSubset } from "./subset.js";

/** Images of 1 x 1 x 4 bytes that hold their own position. */
function splitOf(labels: number[]): Split {
  const images = new Uint8Array(Uint32Array.from(labels, (_, i) => i).buffer);
  return { size: labels.length, shape: [1, 1, 4], images, labels: Uint8Array.from(labels) };
}

const positions = (split: Split): number[] => [...new Uint32Array(split.images.slice().buffer)];

const cases = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 200 }).chain((labels) =>
  fc.record({
    labels: fc.constant(labels),
    size: fc.integer({ min: 1, max: labels.length }),
    seed: fc.nat(),
  }),
);

const countsOf = (labels: ArrayLike<number>): number[] =>
  Array.from({ length: 10 }, (_, label) => Array.from(labels).filter((other) => other === label).length);

describe("balancedSubset", () => {
  it("holds different images of the split, with their labels, in their order", () => {
    fc.assert(
      fc.property(cases, ({ labels, size, seed }) => {
        const subset = balancedSubset(splitOf(labels), size, seed);
        const chosen = positions(subset);
        expect(subset.size).toBe(size);
        expect(subset.shape).toEqual([1, 1, 4]);
        expect(chosen).toEqual([...new Set(chosen)].sort((a, b) => a - b));
        expect([...subset.labels]).toEqual(chosen.map((position) => labels[position]));
      }),
    );
  });

  it("is balanced as far as the classes have images", () => {
    fc.assert(
      fc.property(cases, ({ labels, size, seed }) => {
        const all = countsOf(labels);
        const counts = countsOf(balancedSubset(splitOf(labels), size, seed).labels);
        const most = Math.max(...counts);
        counts.forEach((count, label) => {
          if (count < all[label]!) expect(count).toBeGreaterThanOrEqual(most - 1);
        });
      }),
    );
  });

  it("depends on the seed, and on it alone", () => {
    const split = splitOf(Array.from({ length: 500 }, (_, i) => i % 10));
    const drawn = (seed: number): string => positions(balancedSubset(split, 55, seed)).join();
    expect(drawn(1)).toBe(drawn(1));
    expect(drawn(1)).not.toBe(drawn(2));
  });

  it("gives every image the same chance", () => {
    const split = splitOf(Array.from({ length: 20 }, (_, i) => i % 2));
    const counts = new Array<number>(20).fill(0);
    for (let seed = 0; seed < 4000; seed++) {
      for (const position of positions(balancedSubset(split, 5, seed))) counts[position]!++;
    }
    for (const count of counts)
      expect(Math.abs(count - 1000)).toBeLessThan(4.5 * Math.sqrt(4000 * 0.25 * 0.75));
  });

  it("keeps measurements and more than 256 classes", () => {
    const split: Split = {
      size: 4,
      shape: [1, 1, 1],
      images: Float32Array.of(0.5, 1.5, 2.5, 3.5),
      labels: Uint16Array.of(999, 300, 999, 300),
    };
    const subset = balancedSubset(split, 2, 1);
    expect([...subset.labels].sort()).toEqual([300, 999]);
    subset.images.forEach((value, i) => {
      expect(split.labels[value - 0.5]).toBe(subset.labels[i]);
    });
  });

  it("refuses a size that the split does not have", () => {
    const split = splitOf([0, 1, 2]);
    for (const size of [0, -1, 1.5, 4, Number.NaN]) {
      expect(() => balancedSubset(split, size, 1)).toThrow(
        `size must be an integer from 1 to 3, the number of images; got ${size}`,
      );
    }
  });
});
