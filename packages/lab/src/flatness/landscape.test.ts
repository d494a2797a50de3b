import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { filterNormalizedDirection } from "./filterNormalizedDirection.js";
import { interpolated, interpolation } from "./interpolation.js";
import { landscape } from "./landscape.js";
import type { FloatArray } from "./lossFunction.js";
import type { PointDone } from "./positions.js";
import { vectorOf } from "./testing/arbitrary.js";
import { named, quadratic, withEigenvalues } from "./testing/quadratic.js";
import { dot, norm } from "./vector.js";

const SHAPES = {
  "conv/kernel": [3, 3, 2, 4],
  "output/kernel": [5, 3],
  "conv/gamma": [4],
  "output/bias": [3],
};
const SIZES = { "conv/kernel": 72, "output/kernel": 15, "conv/gamma": 4, "output/bias": 3 };

const weights = fc
  .record(Object.fromEntries(Object.entries(SIZES).map(([name, size]) => [name, vectorOf(size)])))
  .map((tensors) =>
    Object.fromEntries(Object.entries(tensors).map(([name, values]) => [name, new Float32Array(values)])),
  );

/** The norms of the filters, which are what the last axis numbers. */
function filterNorms(values: FloatArray, filters: number): number[] {
  return Array.from({ length: filters }, (_, filter) =>
    Math.hypot(...Array.from(values).filter((_, i) => i % filters === filter)),
  );
}

describe("filter-normalized direction", () => {
  test("every filter has the norm of that of the weights; biases and batch normalization stay", () => {
    fc.assert(
      fc.property(weights, fc.nat(1000), (of, seed) => {
        const direction = filterNormalizedDirection(of, SHAPES, seed);
        for (const [name, filters] of [
          ["conv/kernel", 4],
          ["output/kernel", 3],
        ] as const) {
          const wanted = filterNorms(of[name]!, filters);
          filterNorms(direction[name]!, filters).forEach((length, i) => {
            expect(length).toBeCloseTo(wanted[i]!, 6);
          });
        }
        expect(norm({ gamma: direction["conv/gamma"]!, bias: direction["output/bias"]! })).toBe(0);
      }),
    );
  });

  test("scaling one filter of the weights scales that filter of the direction and no other", () => {
    fc.assert(
      fc.property(weights, fc.constantFrom(0.25, 2, 8), fc.nat(3), (of, scale, filter) => {
        const scaled = {
          ...of,
          "conv/kernel": of["conv/kernel"]!.map((w, i) => (i % 4 === filter ? w * scale : w)),
        };
        const [before, after] = [of, scaled].map(
          (from) => filterNormalizedDirection(from, SHAPES, 1)["conv/kernel"]!,
        );
        after!.forEach((value, i) => {
          expect(value).toBeCloseTo(before![i]! * (i % 4 === filter ? scale : 1), 6);
        });
      }),
    );
  });

  test("a seed gives the same direction again, another seed one nearly orthogonal to it", () => {
    const large = { kernel: new Float32Array(20_000).fill(0.1) };
    const [first, again, other] = [1, 1, 2].map((seed) =>
      filterNormalizedDirection(large, { kernel: [10, 10, 20, 10] }, seed),
    );
    expect(again).toEqual(first);
    expect(Math.abs(dot(first!, other!)) / (norm(first!) * norm(other!))).toBeLessThan(0.03);
  });

  test("running statistics are no part of it; shapes that do not fit are refused", () => {
    const of = { kernel: new Float32Array(6), "bn/mean": new Float32Array(2) };
    expect(Object.keys(filterNormalizedDirection(of, { kernel: [3, 2] }, 1))).toEqual(["kernel"]);
    expect(() => filterNormalizedDirection(of, { kernel: [3, 3] }, 1)).toThrow(
      'shapes must fit the weights; "kernel" is [3, 3], 9 numbers, in the weights 6',
    );
    expect(() => filterNormalizedDirection(of, { bias: [2] }, 1)).toThrow("in the weights none");
  });
});

describe("landscape", () => {
  const bowl = quadratic(withEigenvalues([2, 8], []), [0, 0]);
  const [east, north] = [named([1, 0]), named([0, 1])];

  test("on a plane: columns along the first direction, rows along the second", async () => {
    const { positions, losses } = await landscape(bowl, named([0, 0]), [east, north], { points: 5 });
    expect(positions).toEqual([-1, -0.5, 0, 0.5, 1]);
    expect(losses).toEqual(positions.map((b) => positions.map((a) => a * a + 4 * b * b)));
  });

  test("on a line: one row", async () => {
    const result = await landscape(bowl, named([1, 0]), [north], { from: 0, to: 2, points: 3 });
    expect(result).toEqual({ positions: [0, 1, 2], losses: [[1, 5, 17]] });
  });

  test("reports each point, ends at once when told to, and has null where the loss is not finite", async () => {
    const points: PointDone[] = [];
    const stop = new AbortController();
    const progress = (point: PointDone) => {
      points.push(point);
      if (point.done === 3) stop.abort(new Error("enough"));
    };
    const f = { loss: async () => (points.length === 1 ? Number.POSITIVE_INFINITY : 1) };
    const options = { points: 2, progress, signal: stop.signal };
    await expect(landscape(f, named([0, 0]), [east, north], options)).rejects.toThrow("enough");
    expect(points).toEqual([
      { done: 1, total: 4, column: 0, row: 0, loss: 1 },
      { done: 2, total: 4, column: 1, row: 0, loss: null },
      { done: 3, total: 4, column: 0, row: 1, loss: 1 },
    ]);
  });

  test("refuses spans and counts that are none, and directions of another network", async () => {
    const at = named([0, 0]);
    await expect(landscape(bowl, at, [east], { points: 1 })).rejects.toThrow(
      "points must be an integer of at least 2",
    );
    await expect(landscape(bowl, at, [east], { from: 1, to: 1 })).rejects.toThrow(
      "from must lie below to, both finite; got 1 and 1",
    );
    await expect(landscape(bowl, at, [{ kernel: new Float32Array(1) }])).rejects.toThrow(
      "direction must fit",
    );
  });
});

describe("interpolation", () => {
  test("of a quadratic along the line is the parabola through both, beyond them as well", async () => {
    const f = quadratic(withEigenvalues([2, 8], []), [0, 0]);
    const { positions, losses } = await interpolation(f, named([-1, 0]), named([1, 1]), { points: 5 });
    expect(positions).toEqual([-0.5, 0, 0.5, 1, 1.5]);
    expect(losses).toEqual(positions.map((t) => (2 * t - 1) ** 2 + 4 * t * t));
  });

  test("takes 41 points, and moves running statistics too", async () => {
    const [a, b] = [Float32Array.of(1), Float32Array.of(3)].map((mean) => ({ "bn/mean": mean }));
    const f = { loss: async (weights: Record<string, FloatArray>) => weights["bn/mean"]![0]! };
    const { positions, losses } = await interpolation(f, a!, b!);
    expect(positions).toHaveLength(41);
    expect(losses.at(0)).toBe(0);
    expect(losses.at(-1)).toBe(4);
  });

  test("ends are exact, and interpolating back and forth is symmetric", () => {
    fc.assert(
      fc.property(weights, weights, fc.double({ min: -0.5, max: 1.5, noNaN: true }), (a, b, t) => {
        expect(norm(difference(interpolated(a, b, 0), a))).toBe(0);
        expect(norm(difference(interpolated(a, b, 1), b))).toBe(0);
        expect(norm(difference(interpolated(a, b, t), interpolated(b, a, 1 - t)))).toBeLessThan(1e-5);
      }),
    );
  });

  test("refuses solutions of different networks", () => {
    const [one, two] = [new Float32Array(1), new Float32Array(2)];
    expect(() => interpolated({ a: one }, { a: two }, 0.5)).toThrow(
      'a and b must be of one network; "a" has 1 numbers in a, 2 in b',
    );
    expect(() => interpolated({ a: one }, { a: one, b: two }, 0.5)).toThrow(
      '"b" has no numbers in a, 2 in b',
    );
  });
});

function difference(a: Readonly<Record<string, FloatArray>>, b: Readonly<Record<string, FloatArray>>) {
  return Object.fromEntries(
    Object.entries(a).map(([name, values]) => [name, values.map((v, i) => v - b[name]![i]!)]),
  );
}
