import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { adam, adamw, type Decay, decoupled, l2, lrScaled, type Optimizer, sgd, sgdw } from "../index.js";
import { optimizer } from "../optimizers/optimizer.js";
import type { Rule } from "../rules/rule.js";
import { expectClose } from "../testing/references.js";
import { noise, zoo } from "../testing/zoo.js";

const numbers = (length: number) =>
  fc
    .array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: length, maxLength: length })
    .map((values) => Float64Array.from(values));
const run = fc.record({
  start: numbers(3),
  gradients: fc.array(numbers(3), { minLength: 1, maxLength: 12 }),
  alpha: fc.double({ min: 1e-3, max: 0.5, noNaN: true }),
  lambda: fc.double({ min: 1e-5, max: 0.2, noNaN: true }),
});
const schedules = fc.constantFrom<(step: number) => number>(
  () => 1,
  (step) => 1 / (1 + step),
  (step) => 0.5 + 0.5 * Math.cos(step / 3),
  (step) => (step % 4) / 2,
);

function after(of: Optimizer, start: Float64Array, gradients: readonly Float64Array[]): Float64Array {
  const model = of.bind({ weights: start.slice() });
  for (const gradient of gradients) model.step({ weights: gradient });
  return model.params.weights;
}

describe("Proposition 1: for SGD without momentum, L2 with lambda / alpha is decoupled decay with lambda", () => {
  it("holds under any schedule", () => {
    fc.assert(
      fc.property(run, schedules, ({ start, gradients, alpha, lambda }, schedule) => {
        const coupled = sgd({ lr: alpha, schedule, weightDecay: l2(lambda / alpha) });
        const apart = sgd({ lr: alpha, schedule, weightDecay: decoupled(lambda, { warn: false }) });
        expectClose(after(coupled, start, gradients), after(apart, start, gradients), 1e-10, 1);
      }),
    );
  });

  it("does not hold with momentum", () => {
    const gradients = [Float64Array.of(1), Float64Array.of(1), Float64Array.of(1)];
    const common = { lr: 0.1, momentum: 0.9 };
    const coupled = after(sgd({ ...common, weightDecay: l2(0.1) }), Float64Array.of(3), gradients);
    const apart = after(
      sgd({ ...common, weightDecay: decoupled(0.01, { warn: false }) }),
      Float64Array.of(3),
      gradients,
    );
    expect(Math.abs(coupled[0]! - apart[0]!)).toBeGreaterThan(1e-3);
  });
});

describe("Proposition 2: for Adam no L2 is decoupled decay", () => {
  it("whatever lambda' fits one coordinate does not fit another", () => {
    // Two coordinates of one weight and of gradients of different size: decay shrinks both alike.
    const start = Float64Array.of(1, 1);
    const gradients = [Float64Array.of(0.1, 10), Float64Array.of(-0.05, 4), Float64Array.of(0.2, -7)];
    fc.assert(
      fc.property(fc.double({ min: 1e-4, max: 1e-2, noNaN: true }), (lambda) => {
        const wanted = after(adamw({ weightDecay: decoupled(lambda, { warn: false }) }), start, gradients);
        const distance = (prime: number) => {
          const got = after(adam({ weightDecay: l2(prime) }), start, gradients);
          return Math.max(...got.map((weight, i) => Math.abs(weight - wanted[i]!)));
        };
        const plain = after(adam(), start, gradients);
        const shrinkage = Math.max(...plain.map((weight, i) => Math.abs(weight - wanted[i]!)));
        const candidates = Array.from({ length: 300 }, (_, i) => 10 ** (-8 + i / 20));
        const best = Math.min(...candidates.map(distance));
        // Not one of them comes near, measured by all that the decay did.
        expect(best).toBeGreaterThan(0.1 * shrinkage);
      }),
      { numRuns: 10 },
    );
  });
});

/** theta - alpha (1/s) g, with s fixed: the preconditioner of Proposition 3. */
const preconditioned: Rule<never, "scale", "learningRate"> = {
  name: "fixed preconditioner",
  hyperparameters: {},
  slots: ["scale"],
  scalarNames: ["learningRate"],
  scalars: (_, { learningRate }) => ({ learningRate }),
  update: ({ mul, div }, { gradient, slots, scalars }) => ({
    delta: mul(scalars.learningRate, div(gradient, slots.scale)),
    slots,
  }),
};

describe("Proposition 3: with a fixed preconditioner 1/s, decay lambda is the penalty c |theta sqrt(s)|^2, c = lambda / (2 alpha)", () => {
  const of = (lr: number, decay: Decay) =>
    optimizer("preconditioned", {}, () => ({
      rule: preconditioned,
      hyperparameters: {},
      lr,
      decay,
    }));
  const scales = fc.array(fc.double({ min: 0.1, max: 10, noNaN: true }), { minLength: 3, maxLength: 3 });

  const trajectory = (
    of: Optimizer,
    { start, gradients }: { start: Float64Array; gradients: readonly Float64Array[] },
    s: readonly number[],
    penalty: (theta: number, i: number) => number,
  ) => {
    const model = of.bind({ theta: start.slice() });
    model.slots.scale!.theta!.set(s);
    for (const gradient of gradients) {
      const { theta } = model.params;
      model.step({ theta: gradient.map((g, i) => g + penalty(theta[i]!, i)) });
    }
    return model.params.theta;
  };

  it("holds, in the form of its proof", () => {
    fc.assert(
      fc.property(run, scales, (of3, s) => {
        const { alpha, lambda } = of3;
        const c = lambda / (2 * alpha);
        const decayed = trajectory(of(alpha, decoupled(lambda, { warn: false })), of3, s, () => 0);
        const penalized = trajectory(of(alpha, l2(0)), of3, s, (theta, i) => 2 * c * s[i]! * theta);
        expectClose(penalized, decayed, 1e-10, 1);
      }),
    );
  });

  it("does not hold with the printed constant, lambda' / (2 alpha) for lambda' = lambda / alpha", () => {
    const of3 = { start: Float64Array.of(1, 2, 3), gradients: [Float64Array.of(1, 1, 1)] };
    const decayed = trajectory(of(0.1, decoupled(1e-3)), of3, [1, 2, 3], () => 0);
    const printed = 1e-3 / 0.1 / (2 * 0.1);
    const penalized = trajectory(
      of(0.1, l2(0)),
      of3,
      [1, 2, 3],
      (theta, i) => 2 * printed * [1, 2, 3][i]! * theta,
    );
    expect(Math.abs(penalized[0]! - decayed[0]!)).toBeGreaterThan(1e-3);
  });
});

describe("lrScaled with lambda / alpha is decoupled decay with lambda, for every rule and schedule", () => {
  it.each(zoo.map((specimen) => [specimen.name, specimen] as const))("%s", (_, { make }) => {
    fc.assert(
      fc.property(run, schedules, ({ start, gradients, alpha, lambda }, schedule) => {
        const scaled = make({ lr: alpha, schedule, weightDecay: lrScaled(lambda / alpha) });
        const apart = make({ lr: alpha, schedule, weightDecay: decoupled(lambda, { warn: false }) });
        expectClose(after(scaled, start, gradients), after(apart, start, gradients), 1e-7, 1);
      }),
      { numRuns: 20 },
    );
  });
});

describe("decay reads the weights from before the step", () => {
  it.each(
    zoo
      .filter(({ factory }) => !/lamb|scheduleFree/.test(factory))
      .map((specimen) => [specimen.name, specimen] as const),
  )("%s: what a decoupled decay takes off is eta lambda times the old weight", (_, { make }) => {
    const start = Float64Array.of(1, -2, 3);
    const gradients = [0, 1, 2, 3].map((step) => start.map((_, i) => noise(step, i)));
    const decaying = make({ schedule: (step) => 1 / (step + 1), weightDecay: decoupled(3e-3) }).bind({
      w: start.slice(),
    });
    const plain = make({ schedule: (step) => 1 / (step + 1), weightDecay: 0 }).bind({ w: start.slice() });
    gradients.forEach((w, step) => {
      // Put the weights together again, so that only this step's decay tells them apart.
      plain.params.w.set(decaying.params.w);
      const old = decaying.params.w.slice();
      decaying.step({ w });
      plain.step({ w });
      const taken = decaying.params.w.map((weight, i) => plain.params.w[i]! - weight);
      expectClose(
        taken,
        old.map((weight) => (3e-3 / (step + 1)) * weight),
        1e-9,
        1e-3,
      );
    });
  });

  it("AdamW ends where the paper's order of operations does, and not where decay of the new weights does", () => {
    const model = adamw({ lr: 0.1, weightDecay: 0.1 }).bind({ w: Float64Array.of(1) });
    model.step({ w: Float64Array.of(1) });
    const step = 0.1 / (1 + 1e-8);
    expectClose(model.params.w, [1 - step - 0.01 * 1], 1e-14);
    expect(model.params.w[0]).not.toBeCloseTo((1 - step) * 0.99, 4);
  });

  it("SGDW subtracts the buffer and the decay of the old weight, as Algorithm 1", () => {
    const model = sgdw({ lr: 0.1, momentum: 0.5, weightDecay: 1e-3 }).bind({ w: Float64Array.of(2) });
    model.step({ w: Float64Array.of(1) });
    expectClose(model.params.w, [2 - 0.1 - 1e-3 * 2], 1e-14);
  });
});
