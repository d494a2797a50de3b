import fc from "fast-check";
import { expect, it } from "vitest";
import { holdOut } from "./holdOut.js";

const count = (labels: number[], label: number): number => labels.filter((other) => other === label).length;

it("holds out a fifth of each class, always the same", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(5), { maxLength: 200 }), (labels) => {
      const { train, test } = holdOut(labels);
      expect([...train, ...test].sort((a, b) => a - b)).toEqual(labels.map((_, position) => position));
      expect(train).toEqual(train.toSorted((a, b) => a - b));
      expect(test).toEqual(test.toSorted((a, b) => a - b));
      const held = test.map((position) => labels[position]!);
      for (const label of new Set(labels)) {
        expect(count(held, label)).toBe(Math.round(count(labels, label) / 5));
      }
      expect(holdOut(labels)).toEqual({ train, test });
    }),
  );
});

it("draws at random", () => {
  const { test } = holdOut(new Array<number>(1000).fill(0));
  const mean = test.reduce((sum, position) => sum + position, 0) / test.length;
  expect(Math.abs(mean - 500)).toBeLessThan((4 * 289) / Math.sqrt(200));
});
