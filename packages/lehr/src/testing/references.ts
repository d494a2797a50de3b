import { readFileSync } from "node:fs";
import { expect } from "vitest";

/** Reads reference numbers kept in `testdata/`. */
export function readTestdata<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../../testdata/${name}`, import.meta.url), "utf8")) as T;
}

/** Expects every element within `tolerance` of the reference, relative to the larger of it and `floor`. */
export function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
  floor = 1e-3,
): void {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    const scale = Math.max(Math.abs(expected[i]!), floor);
    const error = Math.abs(actual[i]! - expected[i]!) / scale;
    if (!(error <= tolerance)) {
      expect.fail(
        `element ${i}: ${actual[i]} differs from ${expected[i]} by ${error} relative, over ${tolerance}`,
      );
    }
  }
}
