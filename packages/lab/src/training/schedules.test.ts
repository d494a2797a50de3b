import fc from "fast-check";
import { cosine, describeSchedule, restarts, stepDecay, warmup } from "lehr";
import { describe, expect, it } from "vitest";
import { UsageError } from "../usageError.js";
import { scheduleNamed } from "./schedules.js";

const values = (name: string, updates: number, updatesPerEpoch = 1) => {
  const schedule = scheduleNamed(name)(updates, updatesPerEpoch);
  return Array.from({ length: updates }, (_, step) => schedule(step));
};

describe("scheduleNamed", () => {
  it("knows the paper's schedules", () => {
    expect(values("fixed", 3)).toEqual([1, 1, 1]);
    expect(values("step-drop", 10).map((eta) => Number(eta.toPrecision(3)))).toEqual([
      1, 1, 1, 0.1, 0.1, 0.1, 0.01, 0.01, 0.001, 0.001,
    ]);
    expect(values("cosine", 4)).toEqual([0, 1, 2, 3].map(cosine({ updates: 4 })));
  });

  it("counts restarts in epochs, with any mult > 0", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.double({ min: 0.3, max: 3, noNaN: true }).map((mult) => Number(mult.toFixed(2))),
        fc.integer({ min: 1, max: 50 }),
        (firstPeriod, mult, updatesPerEpoch) => {
          const name = `restarts-${firstPeriod}-${mult}`;
          const expected = restarts(cosine(), { period: firstPeriod * updatesPerEpoch, mult });
          const made = scheduleNamed(name)(300, updatesPerEpoch);
          for (let step = 0; step < 300; step++) {
            expect(made(step)).toBe(expected(step));
            expect(made.periodAt!(step)).toEqual(expected.periodAt!(step));
          }
        },
      ),
      { numRuns: 30 },
    );
    expect(scheduleNamed("restarts-0.5-1")(100, 9).periodAt!(0).updates).toBe(5);
    expect(scheduleNamed("restarts-0.01-1")(100, 9).periodAt!(0).updates).toBe(1);
  });

  it("takes lehr's descriptions, and spreads over the run what has no length", () => {
    const own = warmup(stepDecay({ every: 3, factor: 0.5 }), { updates: 2 });
    const text = JSON.stringify(describeSchedule(own));
    expect(values(text, 12)).toEqual(Array.from({ length: 12 }, (_, step) => own(step)));
    expect(values('{"schedule": "cosine"}', 8)).toEqual(values("cosine", 8));
    expect(scheduleNamed('{"schedule": "cosine"}')(8, 1).updates).toBe(8);
  });

  it("tells every run its length or its periods, for normalized decay", () => {
    for (const name of ["fixed", "step-drop", "cosine"]) expect(scheduleNamed(name)(70, 7).updates).toBe(70);
    expect(scheduleNamed("restarts-2-2")(70, 7).periodAt!(20)).toEqual({ index: 1, start: 14, updates: 28 });
  });

  it.each([
    ["linear", /unknown schedule "linear"; choose from fixed, step-drop, cosine, restarts-<T0>-<mult>/],
    ["toString", /unknown schedule/],
    ["restarts-10", /unknown schedule/],
    ["restarts-0-2", /schedule "restarts-0-2": T0 and mult must be numbers > 0/],
    ["restarts-2-0", /must be numbers > 0/],
    ['{"schedule": "cosin"}', /unknown schedule "cosin"; known are constant/],
    ['{"schedule": "cosine", "floor": 2}', /floor must be a number in \[0, 1\], got 2/],
    ["{", /schedule {: /],
  ])("refuses %s", (name, message) => {
    expect(() => scheduleNamed(name)).toThrow(UsageError);
    expect(() => scheduleNamed(name)).toThrow(message);
  });
});
