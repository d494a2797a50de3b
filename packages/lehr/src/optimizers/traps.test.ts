import { describe, expect, it } from "vitest";
import {
  accumulate,
  adadelta,
  adam,
  adamax,
  adamw,
  adan,
  cosine,
  decodeState,
  encodeState,
  l2,
  lars,
  lookahead,
  lrScaled,
  rmsprop,
  scheduleFreeAdamw,
  scheduleFreeSgd,
  sgd,
  warmup,
} from "../index.js";
import { expectClose } from "../testing/references.js";
import { noise } from "../testing/zoo.js";

const of = (...values: number[]) => Float64Array.from(values);

describe("what others got wrong", () => {
  it("accumulation: the schedule is not fed micro-steps (Keras)", () => {
    const model = accumulate(sgd({ lr: 1, schedule: cosine({ updates: 4 }) }).bind({ w: of(0) }), {
      every: 2,
    });
    const rates = Array.from({ length: 7 }, () => {
      model.step({ w: of(1) });
      return model.learningRate;
    });
    const eta = (update: number) => 0.5 + 0.5 * Math.cos((Math.PI * update) / 4);
    expectClose(rates, [0, 1, 1, 2, 2, 3, 3].map(eta), 1e-14);
    expect(model.updates).toBe(3);
  });

  it("schedule-free with a warm-up: the step and the average read the same learning rate (optax)", () => {
    const schedule = warmup(() => 1, { updates: 4 });
    for (const make of [scheduleFreeSgd, scheduleFreeAdamw]) {
      const model = make({ lr: 0.5, beta1: 0.9, schedule }).bind({ w: of(1) });
      let z = 1;
      let [weightSum, average] = [0, 1];
      for (let step = 0; step < 6; step++) {
        const rate = model.learningRate;
        model.step({ w: of(1) });
        const moved = z - model.slots.steppedPoint!.w![0]!;
        // The gradients are all 1, so that both rules move z by the learning rate.
        expectClose([moved], [rate], 1e-7);
        z -= moved;
        weightSum += rate ** 2;
        if (rate > 0) average += (rate ** 2 / weightSum) * (z - average);
        expectClose(model.evaluationWeights().w, [average], 1e-10);
      }
    }
  });

  it("Adan: the difference is weighted by beta2, not by 1 - beta2 (optax)", () => {
    const [lr, beta1, beta2, beta3, epsilon] = [0.1, 0.9, 0.7, 0.8, 1e-3];
    const model = adan({ lr, beta1, beta2, beta3, epsilon }).bind({ w: of(1) });
    let [w, m, v, n, previous] = [1, 0, 0, 0, 0];
    for (let t = 1; t <= 12; t++) {
      const g = noise(t, 3);
      const d = t === 1 ? 0 : g - previous;
      m = beta1 * m + (1 - beta1) * g;
      v = beta2 * v + (1 - beta2) * d;
      n = beta3 * n + (1 - beta3) * (g + beta2 * d) ** 2;
      const direction = m / (1 - beta1 ** t) + (beta2 * v) / (1 - beta2 ** t);
      w -= (lr * direction) / (Math.sqrt(n / (1 - beta3 ** t)) + epsilon);
      previous = g;
      model.step({ w: of(g) });
      expectClose(model.params.w, [w], 1e-12);
    }
  });

  it("Adadelta: the first step divides by the new accumulator, and is not the whole gradient (TensorFlow.js)", () => {
    const model = adadelta({ rho: 0.9, epsilon: 1e-6 }).bind({ w: of(0) });
    model.step({ w: of(2) });
    expectClose(model.params.w, [-(Math.sqrt(1e-6) / Math.sqrt(0.1 * 4 + 1e-6)) * 2], 1e-14);
  });

  it("momentum may change from update to update, and does (TensorFlow.js)", () => {
    const model = sgd({ lr: 0.1, momentum: (step) => (step === 0 ? 0.9 : 0.5) }).bind({ w: of(1) });
    for (let i = 0; i < 2; i++) model.step({ w: of(1) });
    expectClose(model.params.w, [1 - 0.1 - 0.15], 1e-14);
  });

  it("state belongs to names: the order of gradients means nothing (TensorFlow.js)", () => {
    const model = sgd({ lr: 0.1, momentum: 0.9 }).bind({ a: of(1), b: of(1) });
    model.step({ a: of(1), b: of(0) });
    model.step({ b: of(0), a: of(0) });
    expectClose([model.params.a[0]!, model.params.b[0]!], [0.81, 1], 1e-14);
  });

  it("centered RMSprop adds epsilon, and rounding below zero does no harm (TensorFlow.js, PyTorch)", () => {
    const model = rmsprop({ centered: true, alpha: 0, epsilon: 0.5, lr: 1 }).bind({ w: of(0) });
    // With alpha 0 the variance of the gradient is exactly 0.
    model.step({ w: of(0.1) });
    expectClose(model.params.w, [-0.1 / 0.5], 1e-14);
    const long = rmsprop({ centered: true }).bind({ w: Float32Array.of(0) });
    for (let i = 0; i < 2000; i++) long.step({ w: Float32Array.of(0.1) });
    expect(Number.isFinite(long.params.w[0])).toBe(true);
  });

  it("Adamax can be saved and loaded (TensorFlow.js)", () => {
    const model = adamax().bind({ w: of(1) });
    model.step({ w: of(0.3) });
    const other = adamax().bind({ w: model.params.w.slice() });
    other.loadStateDict(decodeState(encodeState(model.stateDict())));
    for (const each of [model, other]) each.step({ w: of(-0.2) });
    expect(other.params).toEqual(model.params);
  });

  it("Lookahead copies its slow weights at the start, not at the first meeting (timm)", () => {
    const model = lookahead(sgd({ lr: 1 }).bind({ w: of(0) }), { every: 1, alpha: 0.5 });
    model.step({ w: of(-1) });
    expect(model.params.w).toEqual(of(0.5));
  });

  it("LARS: a zero gradient under decay is no exception, it steps as a tiny one does (timm)", () => {
    const after = (g: number) => {
      const model = lars({ lr: 0.1, weightDecay: l2(0.1) }).bind({ w: of(1, 2) });
      model.step({ w: of(g, g) });
      return model.params.w;
    };
    expectClose(after(0), after(1e-14), 1e-12);
    expectClose(after(0), [1 - 0.1 * 1e-3, 2 - 0.1 * 1e-3 * 2], 1e-12);
  });

  it("LARS and LAMB: weights that start at zero can leave it", () => {
    const model = lars({ lr: 0.1 }).bind({ w: of(0, 0) });
    model.step({ w: of(1, -1) });
    expect(model.params.w).toEqual(of(-0.1, 0.1));
  });

  it("decay is of the old weights, not of the updated ones (several)", () => {
    const model = adamw({ lr: 0.1, weightDecay: lrScaled(0.5) }).bind({ w: of(1) });
    model.step({ w: of(1) });
    expectClose(model.params.w, [1 - 0.1 / (1 + 1e-8) - 0.05], 1e-14);
  });

  it("NaN is refused wherever a number is (PyTorch's SGD takes it), and group overrides are checked (PyTorch's are not)", () => {
    expect(() => sgd({ lr: Number.NaN })).toThrow("sgd: lr must be a finite number >= 0");
    expect(() => sgd({ momentum: 2 })).toThrow("sgd: momentum must be a number in [0, 1)");
    expect(() => adam({ groups: [{ match: /./, weightDecay: -5 }] })).toThrow(
      "adam: groups[0]: weightDecay must be",
    );
  });

  it("AMSGrad takes its maximum before the bias correction (PyTorch, not optax)", () => {
    const model = adam({ lr: 1, beta1: 0, beta2: 0.5, epsilon: 0, amsgrad: true }).bind({ w: of(0) });
    model.step({ w: of(2) });
    expectClose(model.slots.maxSecondMoment!.w!, [2], 1e-14);
    model.step({ w: of(1) });
    // v = 1.5, the largest so far 2; corrected by 1 - 0.5^2.
    expectClose(model.params.w, [-1 - 1 / Math.sqrt(2 / 0.75)], 1e-14);
  });
});
