import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { normal } from "../random/normal.js";
import { randomStream } from "../random/randomStream.js";
import { bootstrapInterval, differenceInterval, meanInterval } from "./bootstrap.js";
import { mean } from "./mean.js";

const random = (seed = 1) => randomStream(seed, "bootstrap");

describe("intervals of a statistic", () => {
  test("of a mean of some samples, as wide as the normal distribution says", () => {
    const samples = Array.from({ length: 400 }, (_, i) => Math.sin(i * 12.9898) * 3);
    const centre = mean(samples);
    const spread = Math.sqrt(mean(samples.map((value) => (value - centre) ** 2)) / samples.length);
    const [low, high] = bootstrapInterval(samples, mean, random())!;
    expect(centre - low).toBeGreaterThan(1.8 * spread);
    expect(centre - low).toBeLessThan(2.12 * spread);
    expect(high - centre).toBeGreaterThan(1.8 * spread);
    expect(high - centre).toBeLessThan(2.12 * spread);
  });

  test("the same stream gives the same interval, another stream another; samples stay as they are", () => {
    const samples = Object.freeze([3, 1, 4, 1, 5, 9, 2, 6]);
    const first = bootstrapInterval(samples, mean, random());
    expect(bootstrapInterval(samples, mean, random())).toEqual(first);
    expect(bootstrapInterval(samples, mean, random(2))).not.toEqual(first);
  });

  test("say nothing where nothing can be said", () => {
    expect(bootstrapInterval([1], mean, random())).toBeNull();
    expect(bootstrapInterval([1, 2], () => null, random())).toBeNull();
    // A quarter of the resamples of two samples lacks the second; of six nearly all have it.
    const needsTwo = (values: readonly number[]) => (values.includes(2) ? mean(values) : null);
    expect(bootstrapInterval([1, 2], needsTwo, random())).toBeNull();
    expect(bootstrapInterval([1, 2, 2, 2, 2, 2], needsTwo, random())).not.toBeNull();
  });
});

describe("intervals of a mean", () => {
  test("two and three seeds: from the lowest to the highest", () => {
    expect(meanInterval([3, 1], randomStream(1, "a"))).toEqual([1, 3]);
    expect(meanInterval([2, 3, 1], randomStream(1, "a"))).toEqual([1, 3]);
  });

  test("one seed: none", () => {
    expect(meanInterval([3], randomStream(1, "a"))).toBeNull();
    expect(meanInterval([], randomStream(1, "a"))).toBeNull();
    expect(differenceInterval([1, 2], [3], randomStream(1, "a"))).toBeNull();
  });

  test("hold the mean of the values, and move and grow with them", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 800 }), { minLength: 2, maxLength: 6 }), (values) => {
        const [low, high] = meanInterval(values, randomStream(1, "a"))!;
        expect(low).toBeLessThanOrEqual(mean(values) + 1e-9);
        expect(high).toBeGreaterThanOrEqual(mean(values) - 1e-9);
        const moved = values.map((value) => 2 * value + 8);
        const [movedLow, movedHigh] = meanInterval(moved, randomStream(1, "a"))!;
        expect(movedLow).toBeCloseTo(2 * low + 8, 6);
        expect(movedHigh).toBeCloseTo(2 * high + 8, 6);
      }),
      { numRuns: 20 },
    );
  });

  test("of ten seeds, hold the true mean in about 90 of 100 studies (the bootstrap's known shortfall)", () => {
    const random = randomStream(7, "coverage");
    const studies = 300;
    let held = 0;
    for (let i = 0; i < studies; i++) {
      const values = Array.from({ length: 10 }, () => 5 + normal(random));
      const [low, high] = meanInterval(values, random)!;
      if (low <= 5 && 5 <= high) held++;
    }
    expect(held / studies).toBeGreaterThan(0.86);
    expect(held / studies).toBeLessThan(0.97);
  });

  test("of a difference, hold it", () => {
    const [low, high] = differenceInterval([5, 5.2, 5.1], [4, 4.1, 4.2], randomStream(1, "a"))!;
    expect(low).toBeLessThan(-1);
    expect(high).toBeGreaterThan(-1);
    expect(high).toBeLessThan(0);
  });
});
