import { describe, expect, it } from "vitest";
import { accumulate, adamw, linear, scheduleFreeAdamw, sgd, warmup } from "../index.js";

describe("traps others fell into", () => {
  it("D4: under accumulation a schedule counts updates, not micro-batches", () => {
    const weights = Float64Array.of(1);
    const schedule = linear({ updates: 10 });
    const model = accumulate(sgd({ lr: 1, schedule }).bind({ weights }), { every: 3 });
    const seen = Array.from({ length: 7 }, () => {
      model.step({ weights: Float64Array.of(1) });
      return model.learningRate;
    });
    expect(model.updates).toBe(2);
    expect(seen).toEqual([1, 1, 0.9, 0.9, 0.9, 0.8, 0.8]);
    expect(weights[0]).toBeCloseTo(1 - 1 - 0.9, 15);
  });

  it.each([adamw, scheduleFreeAdamw])(
    "D5: with warm-up the first step does something, at the first rate",
    (make) => {
      const weights = Float64Array.of(1);
      const schedule = warmup(linear({ updates: 10 }), { updates: 4 });
      const model = make({ lr: 0.1, schedule, weightDecay: 0 }).bind({ weights });
      expect(model.learningRate).toBeCloseTo(0.1 / 5, 15);
      model.step({ weights: Float64Array.of(1) });
      expect(model.evaluationWeights().weights[0]).toBeCloseTo(1 - 0.1 / 5, 6);
    },
  );
});
