import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { commonLoss, errorAtLoss, errorGap, type LossPoint } from "./errorAtLoss.js";

const at = (trainLoss: number, testError: number | null): LossPoint => ({ trainLoss, testError });

describe("errorAtLoss", () => {
  test("lies on the straight line over the logarithm of the loss", () => {
    const curve = [at(1, 60), at(0.01, 40)];
    expect(errorAtLoss(curve, 0.1)).toBeCloseTo(50, 12);
    expect(errorAtLoss(curve, 0.01)).toBe(40);
    expect(errorAtLoss(curve, 1)).toBe(60);
  });

  test("counts the first time the loss is reached, also if it rises again", () => {
    expect(errorAtLoss([at(1, 60), at(0.5, 50), at(0.8, 70), at(0.5, 45)], 0.5)).toBeCloseTo(50, 12);
  });

  test("passes over epochs at which the test set was not looked at", () => {
    expect(errorAtLoss([at(1, 60), at(0.2, null), at(0.01, 40)], 0.1)).toBeCloseTo(50, 12);
  });

  test("knows nothing beyond the ends of the curve", () => {
    expect(errorAtLoss([at(1, 60), at(0.5, 50)], 0.4)).toBeNull();
    expect(errorAtLoss([at(1, 60), at(0.5, 50)], 1.1)).toBeNull();
    expect(errorAtLoss([at(1, null)], 1)).toBeNull();
    expect(errorAtLoss([], 1)).toBeNull();
  });

  test("a curve that follows error = a + b log(loss) gives just that, wherever it was measured", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.001, max: 3, noNaN: true }), { minLength: 2, maxLength: 20 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (losses, share) => {
          const sorted = [...losses].sort((a, b) => b - a);
          const error = (loss: number) => 50 + 7 * Math.log(loss);
          const target = sorted[0]! ** (1 - share) * sorted.at(-1)! ** share;
          const found = errorAtLoss(
            sorted.map((loss) => at(loss, error(loss))),
            Math.min(Math.max(target, sorted.at(-1)!), sorted[0]!),
          );
          expect(found).toBeCloseTo(error(target), 6);
        },
      ),
    );
  });
});

test("commonLoss is the lowest loss of the curve that comes least far", () => {
  expect(
    commonLoss([
      [at(1, 60), at(0.2, 50)],
      [at(1, 60), at(0.5, 40), at(0.6, 41)],
    ]),
  ).toBeCloseTo(0.5, 12);
  expect(commonLoss([[at(1, 60), at(0.2, null)], [at(0.5, 40)]])).toBeCloseTo(1, 12);
  expect(commonLoss([[at(1, null)], [at(0.5, 40)]])).toBeNull();
  expect(commonLoss([])).toBeNull();
});

describe("errorGap", () => {
  test("of parallel lines is their distance, over the losses that both span", () => {
    const first = [at(0.01, 42), at(0.1, 46), at(1, 50)];
    const second = [at(0.05, 40 + 4 * Math.log10(5)), at(10, 40 + 4 * Math.log10(1000))];
    const found = errorGap(first, second)!;
    expect(found.gap).toBeCloseTo(2, 12);
    expect(found.from).toBeCloseTo(0.05, 12);
    expect(found.to).toBeCloseTo(1, 12);
  });

  test("of a peak over a line is the area of the triangle over its base", () => {
    const peak = [at(Math.exp(-2), 40), at(Math.exp(-1), 43), at(1, 40)];
    const flat = [at(Math.exp(-2), 40), at(1, 40)];
    expect(errorGap(peak, flat)?.gap).toBeCloseTo(1.5, 12);
    expect(errorGap(flat, peak)?.gap).toBeCloseTo(-1.5, 12);
  });

  test("is nothing where no loss is shared", () => {
    expect(errorGap([at(0.1, 1), at(0.2, 2)], [at(0.3, 1), at(0.4, 2)])).toBeNull();
    expect(errorGap([at(0.1, 1), at(0.2, 2)], [at(0.2, 1), at(0.4, 2)])).toBeNull();
    expect(errorGap([at(0.1, 1)], [at(0.05, 1), at(0.4, 2)])).toBeNull();
    expect(errorGap([], [])).toBeNull();
  });

  const points = fc.array(
    fc.record({
      trainLoss: fc.integer({ min: 1, max: 40 }).map((n) => n / 8),
      testError: fc.integer({ min: 30, max: 60 }),
    }),
    { minLength: 2, maxLength: 8 },
  );

  test("does not depend on the order, changes sign with sides, and moves with a shift", () => {
    fc.assert(
      fc.property(points, points, (a, b) => {
        const found = errorGap(a, b);
        if (!found) {
          expect(errorGap(b, a)).toBeNull();
          return;
        }
        expect(errorGap([...a].reverse(), b)?.gap).toBeCloseTo(found.gap, 9);
        expect(errorGap(b, a)?.gap).toBeCloseTo(-found.gap, 9);
        const raised = a.map((point) => ({ ...point, testError: point.testError + 3 }));
        expect(errorGap(raised, b)?.gap).toBeCloseTo(found.gap + 3, 9);
      }),
    );
  });
});
