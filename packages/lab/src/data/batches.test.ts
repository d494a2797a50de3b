import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { batchCount, type TrainingBatchOptions, trainingBatches } from "./batches.js";
import type { Split } from "./dataset.js";

/** Images of 1 x 2 x 2 pixels; the first is the image's position, the others are 100, 200, 250. */
function splitOf(size: number): Split {
  const images = Uint8Array.from({ length: size * 4 }, (_, i) =>
    i % 4 === 0 ? i / 4 : [0, 100, 200, 250][i % 4]!,
  );
  return { size, shape: [1, 2, 2], images, labels: Uint8Array.from({ length: size }, (_, i) => i % 10) };
}

const options: TrainingBatchOptions = {
  batchSize: 8,
  seed: 1,
  epoch: 1,
  normalization: { mean: [0], std: [1] },
};

interface Epoch {
  images: number[][];
  labels: number[];
  sizes: number[];
}

function runThrough(split: Split, changed: Partial<TrainingBatchOptions> = {}): Epoch {
  const epoch: Epoch = { images: [], labels: [], sizes: [] };
  for (const { images, labels, size } of trainingBatches(split, { ...options, ...changed })) {
    expect([images.length, labels.length]).toEqual([size * 4, size]);
    for (let i = 0; i < size; i++) epoch.images.push([...images.subarray(4 * i, 4 * i + 4)]);
    epoch.labels.push(...labels);
    epoch.sizes.push(size);
  }
  return epoch;
}

const orderOf = (epoch: Epoch): number[] => epoch.images.map((image) => image[0]!);

describe("trainingBatches", () => {
  it("brings every image once, with its label, the last batch smaller", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 250 }),
        fc.nat(),
        (size, batchSize, seed) => {
          const epoch = runThrough(splitOf(size), { batchSize, seed, augmentation: null });
          expect(orderOf(epoch).toSorted((a, b) => a - b)).toEqual(Array.from({ length: size }, (_, i) => i));
          expect(epoch.labels).toEqual(orderOf(epoch).map((position) => position % 10));
          expect(epoch.sizes.length).toBe(batchCount(size, batchSize));
          expect(epoch.sizes.slice(0, -1).every((other) => other === batchSize)).toBe(true);
        },
      ),
    );
  });

  it("depends on seed and epoch alone", () => {
    const split = splitOf(100);
    expect(runThrough(split)).toEqual(runThrough(split));
    expect(runThrough(split, { epoch: 2 })).not.toEqual(runThrough(split));
    expect(runThrough(split, { seed: 2 })).not.toEqual(runThrough(split));
  });

  it("keeps the order when the augmentation changes", () => {
    const split = splitOf(100);
    expect(runThrough(split, { augmentation: null }).labels).toEqual(runThrough(split).labels);
  });

  it("varies images", () => {
    const flips = runThrough(splitOf(100), { augmentation: { flipProbability: 1, padding: 0 } });
    for (const [left, , below] of flips.images) expect([left, below]).toEqual([100, 250]);
    const moved = runThrough(splitOf(100)).images.filter((image) => !image.includes(250));
    expect(moved.length).toBeGreaterThan(50);
  });

  it("goes on in the middle of an epoch as though it had never stopped", () => {
    const cases = fc.record({
      size: fc.integer({ min: 1, max: 60 }),
      batchSize: fc.integer({ min: 1, max: 70 }),
      augmentation: fc.constantFrom(null, { flipProbability: 0.5, padding: 1 }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(cases, ({ size, batchSize, augmentation, share }) => {
        const changed = { batchSize, augmentation };
        const from = Math.round(share * batchCount(size, batchSize));
        const whole = runThrough(splitOf(size), changed);
        const rest = runThrough(splitOf(size), { ...changed, from });
        expect(rest.sizes).toEqual(whole.sizes.slice(from));
        const taken = Math.min(from * batchSize, whole.labels.length);
        expect(rest.labels).toEqual(whole.labels.slice(taken));
        expect(rest.images).toEqual(whole.images.slice(taken));
      }),
    );
  });

  it("brings measurements and more than 256 classes", () => {
    const split: Split = {
      size: 3,
      shape: [2, 1, 1],
      images: Float32Array.of(0.5, -1, 1.5, -2, 2.5, -3),
      labels: Uint16Array.of(0, 300, 999),
    };
    const normalization = { mean: [1.5, -2], std: [0.5, 2] };
    const seen = new Map<number, number[]>();
    for (const batch of trainingBatches(split, {
      ...options,
      batchSize: 1,
      normalization,
      augmentation: null,
    }))
      seen.set(batch.labels[0]!, [...batch.images]);
    expect(Object.fromEntries(seen)).toEqual({ 0: [-2, 0.5], 300: [0, 0], 999: [2, -0.5] });
  });

  it("refuses what makes no sense, at the call", () => {
    const refuse = (changed: Partial<TrainingBatchOptions>, message: string): void => {
      expect(() => trainingBatches(splitOf(3), { ...options, ...changed })).toThrow(message);
    };
    refuse({ batchSize: 0 }, "batchSize must be an integer of at least 1; got 0");
    refuse({ from: 2 }, "from must be an integer from 0 to 1, the number of batches; got 2");
    refuse({ from: 0.5 }, "from must be an integer from 0 to 1, the number of batches; got 0.5");
    refuse({ seed: -1 }, "seed must be an integer from 0 to 9007199254740991; got -1");
    refuse(
      { augmentation: { flipProbability: 2, padding: 4 } },
      "flipProbability must be a number from 0 to 1; got 2",
    );
    refuse(
      { augmentation: { flipProbability: 0, padding: 0.5 } },
      "padding must be an integer of at least 0; got 0.5",
    );
    refuse({ normalization: { mean: [0, 0], std: [1] } }, "mean must hold 1 finite numbers");
  });
});
