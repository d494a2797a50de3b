import { expect, test } from "vitest";
import { clearSign, estimateOverSeeds } from "./estimate.js";

const gains = new Map([
  [1, 0.4],
  [2, 0.6],
  [3, 0.5],
]);
const meanGain = (seeds: readonly number[]) =>
  seeds.reduce((sum, seed) => sum + gains.get(seed)!, 0) / seeds.length;

test("an estimate of several seeds has an interval within what they gave, and a clear sign", () => {
  const estimate = estimateOverSeeds([1, 2, 3], meanGain, 1)!;
  expect(estimate).toMatchObject({ value: 0.5, seeds: 3 });
  expect(estimate.interval![0]).toBeGreaterThanOrEqual(0.4);
  expect(estimate.interval![1]).toBeLessThanOrEqual(0.6);
  expect(clearSign(estimate)).toBe(1);
  expect(clearSign({ ...estimate, interval: [-2, -1] })).toBe(-1);
  expect(clearSign({ ...estimate, interval: [-1, 1] })).toBe(0);
});

test("one seed has no interval and no clear sign; none, no estimate", () => {
  const one = estimateOverSeeds([1], meanGain, 1)!;
  expect(one).toEqual({ value: 0.4, interval: null, seeds: 1 });
  expect(clearSign(one)).toBe(0);
  expect(estimateOverSeeds([], () => null, 1)).toBeNull();
});
