import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { constant, cosine, linear, normalized, remainingUpdates, restarts, sgdw, warmup } from "../index.js";

/** The first update of each of the first periods, added up without any of the library's code. */
function starts(period: number, mult: number, count: number): number[] {
  const found = [0];
  for (let i = 0; found.length < count; i++) {
    found.push(found.at(-1)! + Math.max(1, Math.round(period * mult ** i)));
  }
  return found;
}

describe("restarts", () => {
  const grid = [1, 2, 3, 5, 7, 10, 20, 50, 100].flatMap((period) =>
    [2, 3, 4, 5, 6, 7, 10].map((mult) => ({ period, mult })),
  );
  it.each(grid)(
    "D1: period $period, mult $mult emits the peak at each of the first nine restarts",
    (options) => {
      const schedule = restarts(cosine(), options);
      for (const start of starts(options.period, options.mult, 10)) expect(schedule(start)).toBe(1);
    },
  );

  it("D2: real multipliers too, over twelve restarts", () => {
    for (const period of [1, 2, 3, 4, 5, 7, 10, 13, 20, 30, 50, 100]) {
      for (const mult of [1, 1.1, 1.5, 2, 2.5, 3, 4, 5, 10]) {
        const schedule = restarts(cosine(), { period, mult });
        for (const start of starts(period, mult, 13)) expect(schedule(start)).toBe(1);
      }
    }
  });

  it("D3: there is nothing to resume: update 35 of periods 10, 20, 40 is an eighth into the third", () => {
    const schedule = restarts(cosine(), { period: 10, mult: 2 });
    expect(schedule(35)).toBeCloseTo(0.961939766, 9);
    expect(schedule.periodAt!(35)).toEqual({ index: 2, start: 30, updates: 40 });
  });

  const anyPeriods = {
    period: fc.integer({ min: 1, max: 500 }),
    mult: fc.double({ min: 0.2, max: 12, noNaN: true }),
    step: fc.integer({ min: 0, max: 1_000_000 }),
  };

  it("are periodic, and never emit the minimum at a period's start, for any real multiplier", () => {
    fc.assert(
      fc.property(anyPeriods.period, anyPeriods.mult, anyPeriods.step, (period, mult, step) => {
        const schedule = restarts(cosine(), { period, mult });
        const { index, start, updates } = schedule.periodAt!(step);
        expect(start).toBeLessThanOrEqual(step);
        expect(step).toBeLessThan(start + updates);
        expect(updates).toBe(Math.max(1, Math.round(period * mult ** index)));
        expect(schedule(start)).toBe(1);
        expect(schedule(step)).toBe(cosine({ updates })(step - start));
        expect(schedule(step)).toBeGreaterThan(0);
        const next = schedule.periodAt!(start + updates);
        expect(next).toMatchObject({ index: index + 1, start: start + updates });
      }),
    );
  });

  it("give the same answer in whatever order updates are asked for", () => {
    fc.assert(
      fc.property(anyPeriods.period, anyPeriods.mult, fc.array(anyPeriods.step), (period, mult, steps) => {
        const schedule = restarts(linear(), { period, mult });
        for (const step of steps) expect(schedule(step)).toBe(restarts(linear(), { period, mult })(step));
      }),
    );
  });

  it("end at exactly the minimum in the authors' first period, and at the peak start all the others", () => {
    const schedule = restarts(cosine(), { period: 4, mult: 2, endpoints: "authors" });
    const curve = (length: number) => (t: number) => 0.5 + 0.5 * Math.cos((Math.PI * t) / length);
    const expected = [1, 2, 3, 4].map(curve(4)).concat([0, 1, 2, 3, 4, 5, 6, 7].map(curve(8)));
    for (const [step, eta] of expected.entries()) expect(schedule(step)).toBeCloseTo(eta, 15);
    expect(schedule(3)).toBe(0);
    expect(schedule(4)).toBe(1);
  });

  it("lower the peak but not the floor, and never rise within a period", () => {
    const schedule = restarts(linear(), { period: 2, peakDecay: 0.5, floor: 0.2 });
    const values = [0, 1, 2, 3, 4, 5, 6, 7].map((step) => schedule(step));
    const expected = [1, 0.6, 0.5, 0.35, 0.25, 0.225, 0.2, 0.2];
    for (const [i, value] of values.entries()) expect(value).toBeCloseTo(expected[i]!, 15);
  });

  it("warm up in every period, by updates or by a fraction of it", () => {
    const byUpdates = restarts(linear(), { period: 4, warmup: 1 });
    expect([0, 1, 2, 3, 4].map((step) => byUpdates(step))).toEqual([0.5, 1, 1 - 1 / 3, 1 - 2 / 3, 0.5]);
    const byFraction = restarts(linear(), { period: 4, mult: 2, warmup: 0.5 });
    for (const [i, eta] of [0.2, 0.4, 0.6, 0.8, 1, 0.75].entries()) {
      expect(byFraction(4 + i)).toBeCloseTo(eta, 15);
    }
    const shrinking = restarts(constant(), { period: 4, mult: 0.5, warmup: 3 });
    expect(shrinking(6)).toBe(1);
  });

  it("stop at the limit, stay where the last period ended, and know how long they are", () => {
    const schedule = restarts(cosine({ floor: 0.1 }), { period: 3, mult: 2, limit: 2 });
    expect(schedule.updates).toBe(9);
    expect(schedule(3)).toBe(1);
    expect(schedule(9)).toBe(0.1);
    expect(schedule(1000)).toBe(0.1);
    expect(schedule.periodAt!(1000)).toEqual({ index: 1, start: 3, updates: 6 });
    expect(remainingUpdates(schedule, 4)).toEqual({ inPeriod: 5, inSchedule: 5 });
    expect(remainingUpdates(schedule, 1000)).toEqual({ inPeriod: 0, inSchedule: 0 });
    expect(restarts(cosine(), { period: 3, limit: 4 }).updates).toBe(12);
    expect(restarts(cosine(), { period: 4, mult: 0.5, limit: 5 }).updates).toBe(9);
  });

  it("leave a schedule with a length of its own as long as it is", () => {
    const schedule = restarts(cosine({ updates: 2 }), { period: 4 });
    expect([0, 1, 2, 3, 4].map((step) => schedule(step))).toEqual([1, expect.closeTo(0.5, 15), 0, 0, 1]);
  });

  it("set the length that normalized decay counts, warm-up included in the first", () => {
    const schedule = warmup(restarts(cosine(), { period: 9, mult: 4 }), { updates: 7 });
    expect(schedule.periodAt!(0).updates).toBe(16);
    expect(schedule.periodAt!(16)).toEqual({ index: 1, start: 16, updates: 36 });
    expect(() => sgdw({ schedule, weightDecay: normalized(0.05) })).not.toThrow();
  });
});
