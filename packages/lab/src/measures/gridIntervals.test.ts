import { describe, expect, test } from "vitest";
import { normal } from "../random/normal.js";
import { randomStream } from "../random/randomStream.js";
import type { Interval } from "./bootstrap.js";
import { couplingSlope } from "./couplingSlope.js";
import type { GridSamples } from "./grid.js";
import { gridIntervals } from "./gridIntervals.js";
import { toleranceSlope } from "./toleranceSlope.js";

const SCALE = { saturation: { at: 80, value: 90 }, tolerance: 3 };
const LEARNING_RATES = [0.08, 0.04, 0.02, 0.01];
const DECAYS = [0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064];

/** A valley of slope -1 with noise of this standard deviation on each seed. */
function valley(seeds: number, noise: number, seed: number): GridSamples {
  const random = randomStream(seed, "valley");
  const error = (lr: number, lambda: number) =>
    40 + 2 * (Math.log2(lambda / 0.008) + Math.log2(lr / 0.02)) ** 2;
  return {
    learningRate: LEARNING_RATES,
    weightDecay: DECAYS,
    samples: LEARNING_RATES.map((lr) =>
      DECAYS.map((lambda) => Array.from({ length: seeds }, () => error(lr, lambda) + noise * normal(random))),
    ),
  };
}

const slopes = (samples: GridSamples, seed = 1) =>
  gridIntervals(
    samples,
    { coupling: (grid) => couplingSlope(grid, SCALE), tolerance: (grid) => toleranceSlope(grid, SCALE) },
    randomStream(seed, "bootstrap"),
  );

describe("intervals of a grid's measures", () => {
  test("hold the true slope in most studies, and are wider the more the seeds differ", () => {
    const width = ([low, high]: Interval) => high - low;
    let held = 0;
    const studies = 12;
    for (let seed = 0; seed < studies; seed++) {
      const { tolerance } = slopes(valley(5, 0.5, seed));
      if (tolerance![0] <= -1 && -1 <= tolerance![1]) held++;
      expect(width(tolerance!)).toBeLessThan(width(slopes(valley(5, 2, seed)).tolerance!));
    }
    expect(held).toBeGreaterThanOrEqual(9);
  });

  test("are the same for the same stream", () => {
    expect(slopes(valley(3, 1, 1))).toEqual(slopes(valley(3, 1, 1)));
    expect(slopes(valley(3, 1, 1), 2)).not.toEqual(slopes(valley(3, 1, 1)));
  });

  test("seeds that agree leave no doubt", () => {
    const { coupling } = slopes(valley(2, 0, 1));
    expect(coupling![0]).toBeCloseTo(-1, 12);
    expect(coupling![1]).toBeCloseTo(-1, 12);
  });

  test("are unknown as long as a cell has one seed only, or the measure itself is", () => {
    const one = valley(2, 1, 1);
    one.samples[0]![0] = [40];
    expect(slopes(one)).toEqual({ coupling: null, tolerance: null });
    const lost = valley(2, 1, 1);
    lost.samples = lost.samples.map((cells) => cells.map(() => [null, null]));
    expect(slopes(lost)).toEqual({ coupling: null, tolerance: null });
    expect(slopes(valley(0, 1, 1))).toEqual({ coupling: null, tolerance: null });
    // More cells than a call can have arguments.
    const axis = Array.from({ length: 400 }, (_, i) => i + 1);
    const large = { learningRate: axis, weightDecay: axis, samples: axis.map(() => axis.map(() => [40])) };
    expect(slopes(large)).toEqual({ coupling: null, tolerance: null });
  });
});
