import { describe, expect, it } from "vitest";
import {
  constant,
  cosine,
  cyclic,
  exponential,
  geometric,
  inverseSquareRoot,
  inverseTime,
  linear,
  oneCycle,
  oneMinusSqrt,
  piecewiseConstant,
  piecewiseInterpolate,
  polynomial,
  type Schedule,
  tanh,
  warmup,
} from "../index.js";

function expectValues(schedule: Schedule, expected: Record<number, number>) {
  for (const [step, value] of Object.entries(expected)) {
    expect(schedule(Number(step)), `at ${step}`).toBeCloseTo(value, 14);
  }
}

describe("shapes", () => {
  it("constant, and with an end", () => {
    expectValues(constant(), { 0: 1, 99: 1 });
    expectValues(constant({ factor: 0.25, until: 3 }), { 0: 0.25, 2: 0.25, 3: 1 });
  });

  it("cosine as optax raises it to a power, and as timm's k-decay bends it", () => {
    const half = 0.5 + 0.5 * Math.cos(Math.PI / 4);
    expectValues(cosine({ updates: 8, power: 2, floor: 0.1 }), { 0: 1, 2: 0.1 + 0.9 * half ** 2, 8: 0.1 });
    expectValues(cosine({ updates: 8, kDecay: 2 }), { 4: half, 8: 0, 100: 0 });
  });

  it("linear and geometric, between any two values", () => {
    expectValues(linear({ updates: 4, start: 0.2, end: 1 }), { 0: 0.2, 1: 0.4, 4: 1, 9: 1 });
    expectValues(geometric({ updates: 4, start: 1, end: 1e-4 }), { 0: 1, 1: 0.1, 3: 1e-3, 4: 1e-4, 9: 1e-4 });
  });

  it("polynomial, and in Keras' cycles", () => {
    expectValues(polynomial({ updates: 4, power: 2, floor: 0.2 }), { 0: 1, 2: 0.4, 4: 0.2, 9: 0.2 });
    const cycling = polynomial({ updates: 4, cycle: true });
    expectValues(cycling, { 0: 1, 3: 0.25, 4: 0, 5: 1 - 5 / 8, 8: 0, 9: 1 - 9 / 12 });
    expect(cycling.updates).toBeUndefined();
  });

  it("exponential as in optax and Keras", () => {
    expectValues(exponential({ factor: 0.5, every: 4 }), { 0: 1, 2: Math.SQRT1_2, 4: 0.5, 8: 0.25 });
    expectValues(exponential({ factor: 0.5, every: 4, staircase: true }), { 3: 1, 4: 0.5, 7: 0.5 });
    expectValues(exponential({ factor: 0.5, end: 0.2 }), { 2: 0.25, 3: 0.2 });
    expectValues(exponential({ factor: 2, end: 5 }), { 2: 4, 3: 5 });
  });

  it("inverse time and inverse square root", () => {
    expectValues(inverseTime({ rate: 1, every: 2 }), { 0: 1, 1: 1 / 1.5, 2: 0.5 });
    expectValues(inverseTime({ rate: 1, every: 2, staircase: true }), { 1: 1, 2: 0.5, 3: 0.5 });
    expectValues(inverseSquareRoot({ timescale: 4 }), { 0: 1, 12: 0.5 });
    const noam = warmup(inverseSquareRoot({ timescale: 16 }), { updates: 16, start: 0 });
    const transformer = (step: number) => 4 * Math.min(step ** -0.5, step * 16 ** -1.5);
    for (const step of [1, 8, 16, 17, 64]) expect(noam(step)).toBeCloseTo(transformer(step), 14);
  });

  it("tanh as in timm", () => {
    expectValues(tanh({ updates: 10, floor: 0.1 }), {
      0: 0.1 + 0.45 * (1 + Math.tanh(7)),
      7: 0.55,
      10: 0.1,
    });
  });

  it("1-sqrt", () => expectValues(oneMinusSqrt({ updates: 16 }), { 0: 1, 4: 0.5, 9: 0.25, 16: 0, 20: 0 }));

  it("pieces: a boundary already has the new value", () => {
    expectValues(piecewiseConstant({ boundaries: [2, 5], values: [1, 0.5, 0] }), {
      1: 1,
      2: 0.5,
      4: 0.5,
      5: 0,
    });
    expectValues(piecewiseInterpolate({ at: [0, 4, 8], values: [0, 1, 0.5] }), {
      1: 0.25,
      4: 1,
      6: 0.75,
      9: 0.5,
    });
    const curved = piecewiseInterpolate({ at: [0, 4], values: [0, 1], anneal: "cosine" });
    expectValues(curved, { 1: 0.5 - 0.5 * Math.cos(Math.PI / 4), 2: 0.5, 4: 1 });
    expect(curved.updates).toBe(4);
  });

  it("cyclic: every cycle begins at the base, and its peak halves or shrinks", () => {
    expectValues(cyclic({ base: 0.1, up: 2 }), { 0: 0.1, 1: 0.55, 2: 1, 3: 0.55, 4: 0.1, 6: 1 });
    expectValues(cyclic({ base: 0, up: 1, down: 3, mode: "triangular2" }), {
      1: 1,
      2: 2 / 3,
      4: 0,
      5: 0.5,
      9: 0.25,
    });
    expectValues(cyclic({ base: 0, up: 2, mode: "expRange", gamma: 0.9 }), { 2: 0.81, 6: 0.9 ** 6 });
  });

  it("one cycle stays at its minimum, and a phase of no length is passed over", () => {
    const schedule = oneCycle({ updates: 10, initialDivisor: 10, finalDivisor: 100 });
    expectValues(schedule, { 0: 0.1, 2: 1, 9: 0.001, 50: 0.001 });
    const threePhase = oneCycle({ updates: 10, threePhase: true, anneal: "linear", finalDivisor: 100 });
    expectValues(threePhase, { 0: 0.04, 2: 1, 4: 0.04, 9: 0.0004 });
    expectValues(oneCycle({ updates: 10, riseFraction: 0.1 }), { 0: 1 });
    expectValues(oneCycle({ updates: 10, riseFraction: 1 }), { 9: 1, 10: 1 });
  });
});
