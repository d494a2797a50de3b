import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  clamp,
  constant,
  cosine,
  cyclic,
  describeSchedule,
  exponential,
  geometric,
  inverseSquareRoot,
  inverseTime,
  linear,
  multiStepDecay,
  oneCycle,
  oneMinusSqrt,
  piecewiseConstant,
  piecewiseInterpolate,
  polynomial,
  product,
  restarts,
  type Schedule,
  type ScheduleDescription,
  scale,
  scheduleFromDescription,
  sequence,
  stepDecay,
  tanh,
  warmup,
  warmupStableDecay,
} from "../index.js";

const updates = fc.integer({ min: 1, max: 200 });
const unit = fc.double({ min: 0, max: 1, noNaN: true });
const positive = fc.double({ min: 0.01, max: 3, noNaN: true });

const leaves = fc.oneof(
  fc.record({ factor: positive, until: updates }).map(constant),
  fc.record({ every: updates, factor: unit.filter((x) => x > 0) }).map(stepDecay),
  fc.record({ milestones: fc.array(updates).map((list) => list.sort((a, b) => a - b)) }).map(multiStepDecay),
  fc.record({ factor: positive, every: positive, staircase: fc.boolean(), end: unit }).map(exponential),
  fc.record({ updates, start: positive, end: positive }).map(geometric),
  fc.record({ updates, start: positive, end: positive }).map(linear),
  fc.record({ updates, power: positive, floor: unit, kDecay: positive, cycle: fc.boolean() }).map(polynomial),
  fc.record({ updates, floor: unit, power: positive, kDecay: positive }).map(cosine),
  fc.record({ updates, floor: unit }).map(oneMinusSqrt),
  fc.record({ updates, floor: unit }).map(tanh),
  fc.record({ timescale: positive }).map(inverseSquareRoot),
  fc.record({ rate: positive, every: positive, staircase: fc.boolean() }).map(inverseTime),
  fc
    .record({
      updates,
      riseFraction: unit,
      threePhase: fc.boolean(),
      anneal: fc.constantFrom("cosine", "linear"),
    })
    .map(oneCycle),
  fc
    .record({
      base: unit,
      up: updates,
      down: updates,
      mode: fc.constantFrom("triangular", "triangular2", "expRange"),
      gamma: unit.filter((x) => x > 0),
    })
    .map(cyclic),
  unit.map((value) => piecewiseConstant({ boundaries: [3, 70], values: [1, value, 0] })),
  unit.map((value) => piecewiseInterpolate({ at: [0, 3, 70], values: [1, value, 0], anneal: "cosine" })),
);

/** Any schedule of the library's, combinators within combinators. */
const { schedules } = fc.letrec<{ schedules: Schedule }>((tie) => ({
  schedules: fc.oneof(
    { depthSize: "small" },
    leaves,
    fc.tuple(tie("schedules"), updates).map(([of, updates]) => warmup(of, { updates })),
    fc
      .tuple(
        tie("schedules"),
        fc.record({
          period: updates,
          mult: positive,
          peakDecay: unit,
          floor: unit,
          warmup: unit.filter((x) => x < 1),
          limit: fc.integer({ min: 1, max: 6 }),
          endpoints: fc.constantFrom("halfOpen", "authors"),
        }),
      )
      .map(([of, options]) => restarts(of, options)),
    fc.tuple(tie("schedules"), tie("schedules")).map((parts) => sequence(parts, { milestones: [7] })),
    fc.tuple(tie("schedules"), tie("schedules")).map((factors) => product(...factors)),
    fc.tuple(tie("schedules"), positive).map(([of, factor]) => scale(of, factor)),
    fc.tuple(tie("schedules"), unit).map(([of, max]) => clamp(of, { max })),
    tie("schedules").map((shape) => warmupStableDecay({ updates: 100, warmup: 0.1, cooldown: 30, shape })),
  ),
}));

describe("descriptions", () => {
  it("go through JSON and come back as the same schedule", () => {
    fc.assert(
      fc.property(
        schedules,
        fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 20 }),
        (schedule, steps) => {
          const description = JSON.parse(JSON.stringify(describeSchedule(schedule))) as ScheduleDescription;
          const again = scheduleFromDescription(description);
          expect(describeSchedule(again)).toEqual(description);
          expect(again.updates).toBe(schedule.updates);
          for (const step of steps) {
            expect(again(step)).toBe(schedule(step));
            expect(again.periodAt?.(step)).toEqual(schedule.periodAt?.(step));
          }
        },
      ),
    );
  });

  it("are plain to read, defaults written out", () => {
    expect(describeSchedule(restarts(cosine(), { period: 100, mult: 2 }))).toEqual({
      schedule: "restarts",
      of: { schedule: "cosine", floor: 0, power: 1, kDecay: 1 },
      period: 100,
      mult: 2,
      peakDecay: 1,
      floor: 0,
      warmup: 0,
      endpoints: "halfOpen",
    });
  });

  it("keep a schedule without a length without one", () => {
    const again = scheduleFromDescription(describeSchedule(cosine({ floor: 0.1 })));
    expect(again.needsLength).toContain("cosine() has no length");
    expect(restarts(again, { period: 10 })(5)).toBeCloseTo(0.55, 15);
  });

  it("do not exist for a function of one's own, nor for what contains one", () => {
    const own = (step: number) => 1 / (step + 1);
    for (const schedule of [own, warmup(own, { updates: 3 }), sequence([cosine({ updates: 3 }), own])]) {
      expect(() => describeSchedule(schedule)).toThrow(
        /is made from, a plain function, which has no description/,
      );
    }
  });

  it("are refused where they make no schedule", () => {
    const from = (description: unknown) => () => scheduleFromDescription(description as ScheduleDescription);
    expect(from({ schedule: "cosinus" })).toThrow(
      /unknown schedule "cosinus"; known are constant, stepDecay/,
    );
    expect(from({ schedule: "toString" })).toThrow(/unknown schedule "toString"/);
    expect(from({ schedule: "cosine", updates: -1 })).toThrow(
      "cosine: updates must be a positive integer, got -1",
    );
    expect(from({ schedule: "cosine", lenght: 1 })).toThrow('cosine: unknown option "lenght"');
    expect(from({ schedule: "warmup", updates: 3 })).toThrow("a description must be an object");
    expect(from({ schedule: "product", factors: 3 })).toThrow(
      "factors must be an array of descriptions, got 3",
    );
  });
});
