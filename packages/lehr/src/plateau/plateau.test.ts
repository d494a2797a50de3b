import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plateau, sgd } from "../index.js";

describe("plateau", () => {
  it("counts NaN as bad", () => {
    const controller = plateau({ patience: 2 });
    const etas = [1, ...Array(8).fill(Number.NaN)].map((metric) => controller.observe(metric));
    expect(etas.map((eta) => Math.round(Math.log10(eta)))).toEqual([0, 0, 0, -1, -1, -1, -2, -2, -2]);
  });

  it("stops at its floor, and makes no step smaller than epsilon", () => {
    const floored = plateau({ patience: 0, factor: 0.5, floor: 0.3 });
    expect([1, 1, 1, 1].map((metric) => floored.observe(metric))).toEqual([1, 0.5, 0.3, 0.3]);
    const coarse = plateau({ patience: 0, factor: 0.9, epsilon: 0.2 });
    expect([1, 1, 1].map((metric) => coarse.observe(metric))).toEqual([1, 1, 1]);
  });

  it("goes on from a saved state as if nothing had happened", () => {
    const options = fc.record({
      mode: fc.constantFrom("min", "max"),
      thresholdMode: fc.constantFrom("rel", "abs"),
      patience: fc.integer({ min: 0, max: 3 }),
      cooldown: fc.integer({ min: 0, max: 3 }),
    });
    const metrics = fc.array(fc.double({ min: -2, max: 2 }), { maxLength: 30 });
    fc.assert(
      fc.property(options, metrics, metrics, (of, before, after) => {
        const straight = plateau(of);
        for (const metric of before) straight.observe(metric);
        const resumed = plateau(of);
        resumed.load(JSON.parse(JSON.stringify(straight.state())));
        for (const metric of after) expect(resumed.observe(metric)).toBe(straight.observe(metric));
        expect(resumed.state()).toEqual(straight.state());
      }),
    );
  });

  it("drives an optimizer", () => {
    const controller = plateau({ patience: 0, factor: 0.5 });
    const model = sgd({ lr: 0.1, schedule: controller.schedule }).bind({ w: new Float64Array(1) });
    expect(model.learningRate).toBe(0.1);
    controller.observe(1);
    controller.observe(1);
    expect(model.learningRate).toBe(0.05);
  });

  it("refuses a state that is none, and is left as it was", () => {
    const controller = plateau();
    controller.observe(3);
    const before = controller.state();
    for (const bad of [{ bad: -1 }, { cooldown: 0.5 }, { multiplier: 2 }, { best: "3" }, { wrong: 1 }]) {
      expect(() => controller.load({ ...before, ...bad } as never)).toThrow(/plateau\.load: .*/);
      expect(controller.state()).toEqual(before);
    }
  });
});
