import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  clamp,
  constant,
  cosine,
  type Decay,
  exponential,
  linear,
  normalized,
  oneMinusSqrt,
  product,
  remainingUpdates,
  restarts,
  type Schedule,
  sampleSchedule,
  scale,
  sequence,
  sgd,
  stepDecay,
  warmup,
  warmupStableDecay,
} from "../index.js";

const schedules = fc.oneof(
  fc.integer({ min: 1, max: 60 }).map((updates) => cosine({ updates })),
  fc.integer({ min: 1, max: 60 }).map((updates) => linear({ updates, start: 0.3, end: 1.7 })),
  fc.integer({ min: 1, max: 60 }).map((period) => restarts(cosine(), { period, mult: 1.5 })),
  fc.double({ min: 0.5, max: 1, noNaN: true }).map((factor) => exponential({ factor })),
  fc.integer({ min: 1, max: 9 }).map(
    (every): Schedule =>
      (step) =>
        1 / (1 + Math.floor(step / every)),
  ),
);
const steps = fc.integer({ min: 0, max: 300 });

describe("product", () => {
  it("multiplies, in any order and grouping, with constant() as its unit", () => {
    fc.assert(
      fc.property(schedules, schedules, schedules, steps, (a, b, c, step) => {
        expect(product(a, b)(step)).toBe(a(step) * b(step));
        expect(product(a, b)(step)).toBe(product(b, a)(step));
        expect(product(product(a, b), c)(step)).toBe(product(a, b, c)(step));
        expect(product(a, constant())(step)).toBe(a(step));
        expect(product(a)(step)).toBe(a(step));
      }),
    );
  });

  it("is as long as its longest, and restarts where its first restarts", () => {
    expect(product(cosine({ updates: 5 }), linear({ updates: 9 }), stepDecay({ every: 2 })).updates).toBe(9);
    expect(product(constant(), stepDecay({ every: 2 })).updates).toBeUndefined();
    const restarted = product(stepDecay({ every: 4 }), restarts(cosine(), { period: 4 }));
    expect(restarted.periodAt!(9)).toEqual({ index: 2, start: 8, updates: 4 });
    expect(restarts(product(cosine(), linear()), { period: 4 })(4)).toBe(1);
  });
});

describe("sequence", () => {
  it("runs each part from its own update 0, and sequences nest without changing a value", () => {
    const lengths = fc.integer({ min: 1, max: 80 });
    fc.assert(
      fc.property(schedules, schedules, schedules, lengths, lengths, steps, (a, b, c, m, n, step) => {
        const flat = sequence([a, b, c], { milestones: [m, m + n] });
        const expected = step < m ? a(step) : step < m + n ? b(step - m) : c(step - m - n);
        expect(flat(step)).toBe(expected);
        const left = sequence([sequence([a, b], { milestones: [m] }), c], { milestones: [m + n] });
        const right = sequence([a, sequence([b, c], { milestones: [n] })], { milestones: [m] });
        expect(left(step)).toBe(expected);
        expect(right(step)).toBe(expected);
        expect(sequence([a])(step)).toBe(a(step));
      }),
    );
  });

  it("takes milestones from parts that know their length, and spreads those that do not", () => {
    const derived = sequence([linear({ updates: 4, start: 0.2, end: 1 }), cosine({ updates: 6 })]);
    expect(derived.updates).toBe(10);
    expect(derived(4)).toBe(1);
    expect(derived(10)).toBe(0);
    const spread = restarts(sequence([linear({ start: 0.2, end: 1 }), cosine()], { milestones: [4] }), {
      period: 10,
    });
    for (let step = 0; step < 10; step++) expect(spread(step)).toBeCloseTo(derived(step), 15);
    expect(spread(10)).toBe(0.2);
    expect(() => sequence([constant(), cosine({ updates: 6 })])).toThrow(
      "sequence: part 0 does not know its length, so milestones must be given",
    );
  });

  it("is one period, however often it comes down", () => {
    const twice = sequence([cosine({ updates: 4 }), cosine({ updates: 8 })]);
    expect(twice(4)).toBe(1);
    expect(twice.periodAt).toBeUndefined();
    const after = (weightDecay: Decay) => {
      const model = sgd({ schedule: twice, weightDecay }).bind({ w: Float64Array.of(1) });
      for (let step = 0; step < 6; step++) model.step();
      return model.params.w;
    };
    expect(after(normalized(0.1))).toEqual(after(normalized(0.1, { updates: 12 })));
  });

  it("counts what comes first into the last part's first period", () => {
    const schedule = sequence([constant({ factor: 0.1 }), restarts(cosine(), { period: 5, mult: 2 })], {
      milestones: [3],
    });
    expect(schedule.periodAt!(2)).toEqual({ index: 0, start: 0, updates: 8 });
    expect(schedule.periodAt!(8)).toEqual({ index: 1, start: 8, updates: 10 });
    expect(remainingUpdates(schedule, 9)).toEqual({ inPeriod: 9, inSchedule: undefined });
  });
});

describe("warmup", () => {
  it("wastes no update on zero and doubles none at the peak", () => {
    const schedule = warmup(constant(), { updates: 3 });
    expect([0, 1, 2, 3, 4].map((step) => schedule(step))).toEqual([0.25, 0.5, 0.75, 1, 1]);
  });

  it("D5: the value that scales update 0 is the schedule's value at 0, and is not zero", () => {
    expect(warmup(cosine({ updates: 10 }), { updates: 5 })(0)).toBe(1 / 6);
  });

  it("equals the sequence of a line and the schedule when its start is given", () => {
    const warmed = warmup(cosine({ updates: 8 }), { updates: 5, start: 0.3 });
    const sequenced = sequence([linear({ start: 0.3, end: 1, updates: 5 }), cosine({ updates: 8 })]);
    for (let step = 0; step < 15; step++) expect(warmed(step)).toBeCloseTo(sequenced(step), 15);
    expect(warmed.updates).toBe(13);
  });
});

describe("scale and clamp", () => {
  it("change values and nothing else", () => {
    const of = restarts(cosine(), { period: 4, limit: 2 });
    for (const changed of [scale(of, 0.5), clamp(of, { min: 0.2, max: 0.6 })]) {
      expect(changed.updates).toBe(8);
      expect(changed.periodAt!(5)).toEqual(of.periodAt!(5));
    }
    expect(scale(of, 0.5)(4)).toBe(0.5);
    expect([0, 3].map((step) => clamp(of, { min: 0.2, max: 0.6 })(step))).toEqual([0.6, 0.2]);
    expect(restarts(scale(linear(), 2), { period: 4 })(2)).toBe(1);
    expect(() => clamp(of, { min: 0.5, max: 0.2 })).toThrow("clamp: max must be at least min (0.5), got 0.2");
  });
});

describe("warmupStableDecay", () => {
  it("rises, holds and cools down", () => {
    const schedule = warmupStableDecay({ updates: 10, warmup: 2, cooldown: 0.4, shape: linear() });
    const expected = [1 / 3, 2 / 3, 1, 1, 1, 1, 1, 0.75, 0.5, 0.25, 0];
    for (const [step, eta] of expected.entries()) expect(schedule(step)).toBeCloseTo(eta, 15);
    expect(schedule.updates).toBe(10);
    expect(warmupStableDecay({ updates: 8, cooldown: 4 })(5)).toBe(oneMinusSqrt({ updates: 4 })(1));
  });

  it("stays up without a cooldown", () => {
    const schedule = warmupStableDecay({ updates: 4, warmup: 1, cooldown: 0 });
    expect([0, 1, 3, 4, 99].map((step) => schedule(step))).toEqual([0.5, 1, 1, 1, 1]);
  });

  it("takes its length from restarts, and fits itself into short periods", () => {
    const schedule = restarts(warmupStableDecay({ warmup: 2, cooldown: 3, shape: linear() }), {
      period: 8,
      mult: 0.5,
    });
    expect([0, 2, 4, 7].map((step) => schedule(step))).toEqual([1 / 3, 1, 1, 1 - 2 / 3]);
    expect([8, 9, 12, 13, 14].map((step) => schedule(step))).toEqual([0.5, 1, 1, 0.5, 1]);
  });

  it("refuses parts that do not fit", () => {
    expect(() => warmupStableDecay({ updates: 5, warmup: 3, cooldown: 3 })).toThrow(
      "warmupStableDecay: warmup and cooldown must fit into updates (5), got 3 and 3",
    );
  });
});

describe("a function of one's own", () => {
  it("is a schedule wherever a schedule is", () => {
    const own = (step: number) => 1 / (step + 1);
    expect(restarts(own, { period: 3 })(4)).toBe(0.5);
    expect(product(own, cosine({ updates: 4 })).updates).toBe(4);
    expect(() => scale(0.5 as unknown as Schedule, 2)).toThrow(
      "scale: the first argument must be a schedule (a function of the step), got 0.5",
    );
  });
});

describe("sampleSchedule", () => {
  it("takes whole updates from the first to the last", () => {
    const all = sampleSchedule(cosine({ updates: 4 }));
    expect(all.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4]);
    expect(all[4]!.value).toBe(0);
    const few = sampleSchedule(stepDecay({ every: 10 }), { updates: 1000, points: 5 });
    expect(few.map(({ step }) => step)).toEqual([0, 250, 500, 750, 1000]);
    expect(sampleSchedule(linear(), { updates: 2 }).map(({ value }) => value)).toEqual([1, 0.5, 0]);
    expect(() => sampleSchedule(constant())).toThrow(/updates must be a positive integer.*got undefined/);
  });
});
