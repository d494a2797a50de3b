import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fnv1a64 } from "./fnv1a64.js";
import { integerBelow } from "./integerBelow.js";
import { normal } from "./normal.js";
import { permutation } from "./permutation.js";
import { rademacher } from "./rademacher.js";
import { randomStream } from "./randomStream.js";
import { splitmix64 } from "./splitmix64.js";
import { uniform } from "./uniform.js";
import { Xoshiro128, type Xoshiro128State } from "./xoshiro128.js";

const draw = <T>(count: number, next: () => T): T[] => Array.from({ length: count }, next);
const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe("published reference values", () => {
  it("xoshiro128** from the state 1, 2, 3, 4", () => {
    // As the authors' C code, xoshiro128starstar.c, prints them.
    const random = new Xoshiro128([1, 2, 3, 4]);
    expect(draw(10, () => random.nextUint32())).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ]);
  });

  it("SplitMix64 from the seed 1234567", () => {
    expect(splitmix64(1234567n, 5)).toEqual([
      6457827717110365317n,
      3203168211198807973n,
      9817491932198370423n,
      4593380528125082431n,
      16408922859458223821n,
    ]);
  });

  it("FNV-1a of the specification's test texts", () => {
    expect(fnv1a64("")).toBe(0xcbf29ce484222325n);
    expect(fnv1a64("a")).toBe(0xaf63dc4c8601ec8cn);
    expect(fnv1a64("foobar")).toBe(0x85944171f73967e8n);
  });
});

describe("randomStream", () => {
  it("never changes: old seeds keep their meaning", () => {
    expect(randomStream(1).state).toMatchInlineSnapshot(`
      [
        688572988,
        3280669769,
        1120141052,
        2897069167,
      ]
    `);
    expect(randomStream(1, "order", 3).state).toMatchInlineSnapshot(`
      [
        18092607,
        2936408838,
        854972926,
        1487646047,
      ]
    `);
  });

  it("gives each seed and each path of labels a stream of its own", () => {
    const streams = [
      randomStream(1),
      randomStream(2),
      randomStream(1, "a"),
      randomStream(1, "b"),
      randomStream(1, "a", "b"),
      randomStream(1, "ab"),
      randomStream(1, 1),
      randomStream(1, "1"),
      randomStream(1, "a", 0),
    ];
    expect(new Set(streams.map((stream) => stream.nextUint32())).size).toBe(streams.length);
  });

  it("gives neighbouring seeds uncorrelated numbers", () => {
    const first = draw(4000, () => 0).map((_, seed) => uniform(randomStream(seed, "x")) - 0.5);
    const products = first.slice(1).map((value, i) => value * first[i]!);
    expect(Math.abs(mean(products))).toBeLessThan(4 / 12 / Math.sqrt(products.length));
  });

  it("refuses a seed that is no whole number", () => {
    for (const seed of [-1, 0.5, Number.NaN, 2 ** 53]) {
      expect(() => randomStream(seed)).toThrow(/^seed must be an integer from 0 to 9007199254740991; got /);
    }
    expect(() => randomStream(1, 0.5)).toThrow("label must be an integer");
  });
});

describe("Xoshiro128", () => {
  it("goes on from a saved state", () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(100), (seed, drawn) => {
        const random = randomStream(seed);
        draw(drawn, () => random.nextUint32());
        const restored = new Xoshiro128(JSON.parse(JSON.stringify(random.state)) as Xoshiro128State);
        expect(draw(20, () => restored.nextUint32())).toEqual(draw(20, () => random.nextUint32()));
      }),
    );
  });

  it("refuses what is not a state", () => {
    const broken = [
      [0, 0, 0, 0],
      [1, 2, 3],
      [1, 2, 3, -4],
      [1, 2, 3, 2 ** 32],
      [1, 2, 3, 0.5],
      "state",
      null,
    ];
    for (const state of broken) {
      expect(() => new Xoshiro128(state as unknown as Xoshiro128State)).toThrow(
        /^state must be four integers/,
      );
    }
  });
});

describe("uniform", () => {
  it("lies in [0, 1) with the moments of the uniform distribution", () => {
    const random = randomStream(7);
    const values = draw(100_000, () => uniform(random));
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
    expect(mean(values)).toBeCloseTo(1 / 2, 2);
    expect(mean(values.map((value) => value ** 2))).toBeCloseTo(1 / 3, 2);
  });

  it("reaches the ends of its range", () => {
    expect(uniform({ nextUint32: () => 0 })).toBe(0);
    expect(uniform({ nextUint32: () => 2 ** 32 - 1 })).toBe(1 - 2 ** -53);
  });
});

describe("integerBelow", () => {
  it("lies below n", () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 2 ** 32 }), (seed, n) => {
        const value = integerBelow(randomStream(seed), n);
        expect(Number.isInteger(value) && value >= 0 && value < n).toBe(true);
      }),
    );
  });

  it("hits every value equally often", () => {
    const random = randomStream(11);
    const counts = new Array<number>(9).fill(0);
    for (let i = 0; i < 90_000; i++) counts[integerBelow(random, 9)]!++;
    const chiSquare = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
    expect(chiSquare).toBeLessThan(26.1); // 0.1 % tail at 8 degrees of freedom
  });

  it("draws again where a remainder would be biased", () => {
    const words = [2 ** 32 - 1, 5];
    expect(integerBelow({ nextUint32: () => words.shift()! }, 3)).toBe(2);
    expect(words).toEqual([]);
  });

  it("refuses what is not a count", () => {
    for (const n of [0, -1, 1.5, 2 ** 32 + 1, Number.NaN]) {
      expect(() => integerBelow(randomStream(1), n)).toThrow(
        `n must be an integer from 1 to 4294967296; got ${n}`,
      );
    }
  });
});

describe("normal", () => {
  it("has the moments of the normal distribution", () => {
    const random = randomStream(13);
    const values = draw(200_000, () => normal(random));
    const moments = [1, 2, 3, 4].map((power) => mean(values.map((value) => value ** power)));
    [0, 1, 0, 3].forEach((expected, i) => {
      expect(Math.abs(moments[i]! - expected)).toBeLessThan(0.05);
    });
    const beyondTwo = values.filter((value) => Math.abs(value) > 1.959964).length / values.length;
    expect(beyondTwo).toBeCloseTo(0.05, 2);
  });
});

describe("rademacher", () => {
  it("is -1 or 1, equally often", () => {
    const random = randomStream(19);
    const values = draw(100_000, () => rademacher(random));
    expect(new Set(values)).toEqual(new Set([-1, 1]));
    expect(Math.abs(mean(values))).toBeLessThan(4 / Math.sqrt(values.length));
  });
});

describe("permutation", () => {
  it("holds every number once", () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(300), (seed, n) => {
        const order = permutation(randomStream(seed), n);
        expect([...order].sort((a, b) => a - b)).toEqual(draw(n, () => 0).map((_, i) => i));
      }),
    );
  });

  it("makes every order of three equally likely", () => {
    const random = randomStream(17);
    const counts = new Map<string, number>();
    for (let i = 0; i < 60_000; i++) {
      const order = permutation(random, 3).join("");
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
    expect(chiSquare).toBeLessThan(20.5); // 0.1 % tail at 5 degrees of freedom
  });

  it("refuses what is not a length", () => {
    for (const n of [-1, 1.5, 2 ** 32])
      expect(() => permutation(randomStream(1), n)).toThrow("n must be an integer");
  });
});
