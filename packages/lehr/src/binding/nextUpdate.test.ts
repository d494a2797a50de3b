import { describe, expect, it } from "vitest";
import { numbers } from "../arithmetic/numbers.js";
import {
  accumulate,
  adamw,
  cosine,
  decoupled,
  matrices,
  nadam,
  nextUpdate,
  type Optimizer,
  scheduleFreeAdamw,
  sgd,
} from "../index.js";

const start = () => ({ kernel: Float64Array.of(1, -2, 3, 0.5), bias: Float64Array.of(0.1, 0.2) });
const gradients = { kernel: Float64Array.of(0.3, 0.1, -0.2, 0), bias: Float64Array.of(-1, 2) };
const shapes = { kernel: [2, 2] };

/** Runs an update outside the bound optimizer, through the rules it gives, over its arrays. */
function stepByParts(bound: ReturnType<Optimizer["bind"]>): void {
  const { parts, done } = nextUpdate(bound);
  for (const { rule, parameters, scalars } of parts) {
    for (const name of parameters) {
      const weights = bound.params[name]!;
      for (let i = 0; i < weights.length; i++) {
        const slots = Object.fromEntries(rule.slots.map((slot) => [slot, bound.slots[slot]![name]![i]!]));
        const gradient = gradients[name as "bias"][i]!;
        const update = rule.update(numbers, { weight: weights[i]!, gradient, slots, scalars });
        weights[i]! -= update.delta;
        for (const slot of rule.slots) bound.slots[slot]![name]![i] = update.slots[slot]!;
      }
    }
  }
  done();
}

describe("an update done elsewhere", () => {
  it.each([
    sgd({ lr: 0.1, momentum: 0.9, weightDecay: 0.01, groups: [{ match: /bias/, lr: 0.01 }] }),
    adamw({ schedule: cosine({ updates: 9 }), weightDecay: decoupled(1e-3, { where: matrices }) }),
    nadam(),
    scheduleFreeAdamw({ lr: 0.01 }),
  ])("by its parts is the update of $name", (optimizer) => {
    const [here, elsewhere] = [optimizer.bind(start(), { shapes }), optimizer.bind(start(), { shapes })];
    for (let i = 0; i < 4; i++) {
      here.step(gradients);
      stepByParts(elsewhere);
      expect(elsewhere.params).toEqual(here.params);
    }
    expect(elsewhere.stateDict()).toEqual(here.stateDict());
    expect(elsewhere.learningRate).toBe(here.learningRate);
  });

  it("changes nothing when asked for", () => {
    const bound = nadam().bind(start());
    const before = bound.stateDict();
    nextUpdate(bound);
    expect(bound.stateDict()).toEqual(before);
  });

  it("is not to be had with something around the optimizer", () => {
    const bound = accumulate(sgd().bind(start()), { every: 2 });
    expect(() => nextUpdate(bound)).toThrow("nextUpdate: bound must be what an optimizer's bind gives");
  });
});
