import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  accumulate,
  adam,
  adamw,
  asam,
  atEvaluationWeights,
  clipAdaptively,
  clipByGlobalNorm,
  clipByValue,
  cosine,
  ema,
  lookahead,
  type SkippedStep,
  sam,
  scheduleFreeSgd,
  sgd,
  skipNonFinite,
  swa,
  withHooks,
} from "../index.js";
import { expectClose } from "../testing/references.js";
import { noise } from "../testing/zoo.js";

const of = (...values: number[]) => Float64Array.from(values);

describe("clipping by global norm", () => {
  it("scales by maxNorm / (norm + 1e-6), as PyTorch does, and gives the norm before", () => {
    const gradients = { a: of(3, 4), b: Float32Array.of(12) };
    expect(clipByGlobalNorm(gradients, 1)).toBe(13);
    expectClose(gradients.a, [3 / 13.000001, 4 / 13.000001], 1e-14);
    expectClose(gradients.b, [12 / 13.000001], 1e-7);
    // The figures of PyTorch and optax for norm 13 to 1.
    expect(gradients.a[0]! / 3).toBeCloseTo(0.076923071, 9);
  });
  it("leaves smaller gradients alone, to the bit", () => {
    const gradients = { a: of(0.3, 0.4) };
    expect(clipByGlobalNorm(gradients, 1)).toBe(0.5);
    expect(gradients.a).toEqual(of(0.3, 0.4));
  });
  it("refuses a norm that is not finite, where asked, before it changes anything", () => {
    const gradients = { a: of(1, Infinity) };
    expect(() => clipByGlobalNorm(gradients, 1, { errorIfNonFinite: true })).toThrow(
      "norm must be finite, got Infinity",
    );
    expect(gradients.a).toEqual(of(1, Infinity));
  });
});

describe("clipping by value", () => {
  it("brings every element into the interval", () => {
    const gradients = { a: of(-5, -0.1, 0, 0.1, 5, Number.NaN) };
    clipByValue(gradients, 0.5);
    expect(gradients.a).toEqual(of(-0.5, -0.1, 0, 0.1, 0.5, Number.NaN));
  });
});

describe("adaptive clipping", () => {
  const params = () => ({ w: of(3, 0, 4, 0), b: of(3, 4) });
  const model = adam().bind(params(), { shapes: { w: [2, 2] } });
  const gradients = () => ({ w: of(0.3, 1, 0.4, 0), b: of(0.03, 0.04) });
  it("bounds every unit's gradient by clipping max(|w|, epsilon): columns, where the last dimension counts units", () => {
    const clipped = gradients();
    clipAdaptively(clipped, model);
    expectClose(clipped.w, [0.03, 1e-5, 0.04, 0], 1e-14);
    expect(clipped.b).toEqual(of(0.03, 0.04));
  });
  it("rows, where the first does", () => {
    const clipped = gradients();
    clipAdaptively(clipped, model, { units: "first" });
    const first = 0.03 / Math.hypot(0.3, 1);
    expectClose(clipped.w, [0.3 * first, first, 0.04, 0], 1e-14);
  });
});

describe("accumulation", () => {
  it.each(["mean", "sum"] as const)("of 3 micro-batches is one update with their %s", (reduce) => {
    const schedule = cosine({ updates: 10 });
    const model = accumulate(adamw({ schedule }).bind({ w: of(1, 2) }), { every: 3, reduce });
    const direct = adamw({ schedule }).bind({ w: of(1, 2) });
    for (let update = 0; update < 4; update++) {
      const batches = [0, 1, 2].map((i) => of(noise(update, i), noise(update, i, 7)));
      batches.forEach((w, i) => {
        expect(model.microBatches).toBe(i);
        // Schedules count updates, never micro-batches.
        expect(model.updates).toBe(update);
        expect(model.learningRate).toBe(direct.learningRate);
        model.step({ w });
      });
      const sum = [0, 1].map(
        (k) => (batches[0]![k]! + batches[1]![k]! + batches[2]![k]!) / (reduce === "mean" ? 3 : 1),
      );
      direct.step({ w: of(...sum) });
      expect(model.params.w).toEqual(direct.params.w);
    }
  });

  it("keeps what it has when an update is refused", () => {
    let broken = true;
    const model = accumulate(sgd({ lr: () => (broken ? Number.NaN : 1) }).bind({ w: of(0) }), { every: 2 });
    model.step({ w: of(1) });
    expect(() => model.step({ w: of(3) })).toThrow("lr (of update 0)");
    expect(model.microBatches).toBe(1);
    broken = false;
    model.step({ w: of(3) });
    expect(model.params.w).toEqual(of(-2));
  });

  it("refuses gradients that do not fit at every micro-batch", () => {
    const model = accumulate(sgd().bind({ w: of(0) }), { every: 2 });
    expect(() => model.step({ w: of(1, 2) })).toThrow(
      "must be a Float64Array of length 1 like its parameter, got a Float64Array of length 2",
    );
    expect(model.microBatches).toBe(0);
  });
});

describe("skipping what is not finite", () => {
  it("leaves weights, state and the count of updates alone, and says where", () => {
    const reports: SkippedStep[] = [];
    const model = skipNonFinite(adam().bind({ a: of(1), b: of(1, 2) }), {
      onSkip: (report) => reports.push(report),
    });
    const straight = adam().bind({ a: of(1), b: of(1, 2) });
    const good = { a: of(0.1), b: of(0.2, 0.3) };
    model.step(good);
    model.step({ a: of(1), b: of(1, Number.NaN) });
    model.step({ a: of(-Infinity), b: of(1, 1) });
    expect(model.skippedInARow).toBe(2);
    model.step(good);
    straight.step(good);
    straight.step(good);
    expect(model.params).toEqual(straight.params);
    expect(model.updates).toBe(2);
    expect([model.skipped, model.skippedInARow]).toEqual([2, 0]);
    expect(reports).toEqual([
      { update: 1, parameter: "b", index: 1, value: Number.NaN, skipped: 1, skippedInARow: 1 },
      { update: 1, parameter: "a", index: 0, value: -Infinity, skipped: 2, skippedInARow: 2 },
    ]);
  });
});

describe("hooks", () => {
  it("see every step before and after, and may clip", () => {
    const seen: unknown[] = [];
    const model = withHooks(sgd({ lr: 0.5, schedule: (step) => 1 / (step + 1) }).bind({ w: of(0) }), {
      beforeStep: ({ gradients, update, learningRate, params }) => {
        seen.push(["before", update, learningRate, params.w[0], clipByGlobalNorm(gradients, 1)]);
      },
      afterStep: ({ update, learningRate, params }) =>
        seen.push(["after", update, learningRate, params.w[0]]),
    });
    model.gradients.w[0] = 8;
    model.step();
    expectClose(model.params.w, [-0.5 * (8 / 8.000001)], 1e-14);
    expect(seen).toEqual([
      ["before", 0, 0.5, 0, 8],
      ["after", 0, 0.5, model.params.w[0]],
    ]);
    expect(model.learningRate).toBe(0.25);
  });
  it("that throw before a step keep it away", () => {
    const model = withHooks(sgd().bind({ w: of(1) }), {
      beforeStep: () => {
        throw new Error("not now");
      },
    });
    expect(() => model.step({ w: of(1) })).toThrow("not now");
    expect(model.updates).toBe(0);
  });
  it("around accumulation see micro-batches, inside it updates", () => {
    let inside = 0;
    let outside = 0;
    const inner = withHooks(sgd().bind({ w: of(1) }), { afterStep: () => inside++ });
    const model = withHooks(accumulate(inner, { every: 2 }), { afterStep: () => outside++ });
    for (let i = 0; i < 4; i++) model.step({ w: of(1) });
    expect([inside, outside]).toEqual([2, 4]);
  });
});

describe("Lookahead", () => {
  it("copies the slow weights at the start, so that the first meeting counts", () => {
    // SGD, lr 0.1, k 2, alpha 0.5, gradient (-0.2, -0.1, 0.5) / 2 at every update.
    const model = lookahead(sgd({ lr: 0.1 }).bind({ w: of(1, -2, 3) }), { every: 2, alpha: 0.5 });
    for (let i = 0; i < 2; i++) model.step({ w: of(-0.1, -0.05, 0.25) });
    // Half way from the start to where two steps lead; a late copy would stay at (1.02, -1.99, 2.95).
    expectClose(model.params.w, [1.01, -1.995, 2.975], 1e-14);
    expect(model.slowWeights).toEqual(model.params);
  });
});

describe("averages", () => {
  const weightsAfter = (updates: number) => {
    const model = sgd({ lr: 0.1 }).bind({ w: of(1, 2) });
    return Array.from({ length: updates }, (_, i) => {
      model.step({ w: of(noise(i), noise(i, 1)) });
      return model.params.w.slice();
    });
  };
  const train = (model: { step(gradients: { w: Float64Array }): void }, updates: number) => {
    for (let i = 0; i < updates; i++) model.step({ w: of(noise(i), noise(i, 1)) });
  };

  it("SWA is the plain mean of the models it takes in", () => {
    const model = swa(sgd({ lr: 0.1 }).bind({ w: of(1, 2) }), { from: 2, every: 3 });
    train(model, 12);
    const all = weightsAfter(12);
    const taken = [all[4]!, all[7]!, all[10]!];
    expect(model.averaged).toBe(3);
    expectClose(
      model.average.w,
      [0, 1].map((k) => (taken[0]![k]! + taken[1]![k]! + taken[2]![k]!) / 3),
      1e-14,
    );
    expect(model.params.w).toEqual(all[11]);
  });

  it("EMA starts at the first weights and follows its recursion, also with a decay that changes", () => {
    const decay = (update: number) => Math.min(0.9, (1 + update) / (10 + update));
    const model = ema(sgd({ lr: 0.1 }).bind({ w: of(1, 2) }), { decay });
    train(model, 6);
    const [first, ...others] = weightsAfter(6);
    const expected = others.reduce(
      (mean, w, i) => mean.map((m, k) => decay(i + 1) * m + (1 - decay(i + 1)) * w[k]!),
      first!,
    );
    expectClose(model.evaluationWeights().w, expected, 1e-14);
  });

  it("before a first model the evaluation weights are the weights", () => {
    const model = swa(sgd().bind({ w: of(1, 2) }), { from: 5 });
    expect(model.evaluationWeights().w).toEqual(of(1, 2));
    expect(model.evaluationWeights().w).not.toBe(model.params.w);
  });

  it("are put in place for an evaluation, statistics refreshed first, and taken away exactly", async () => {
    const model = ema(sgd({ lr: 0.1 }).bind({ w: of(1, 2) }), { decay: 0.5 });
    train(model, 4);
    const training = model.params.w.slice();
    const seen: unknown[] = [];
    const result = await atEvaluationWeights(
      model,
      async () => {
        seen.push(["evaluate", model.params.w.slice()]);
        return 0.93;
      },
      { refreshStatistics: () => void seen.push(["refresh", model.params.w.slice()]) },
    );
    expect(result).toBe(0.93);
    expect(seen).toEqual([
      ["refresh", model.average.w],
      ["evaluate", model.average.w],
    ]);
    expect(model.params.w).toEqual(training);
    await expect(atEvaluationWeights(model, () => Promise.reject(new Error("no data")))).rejects.toThrow(
      "no data",
    );
    expect(model.params.w).toEqual(training);
    await expect(atEvaluationWeights(model, 3 as never)).rejects.toThrow(
      "evaluate must be a function, got 3",
    );
  });

  it("of a schedule-free rule is its own averaged point", async () => {
    const model = scheduleFreeSgd({ lr: 0.5, beta1: 0.8 }).bind({ w: of(1) });
    // z: 1, 0.5, 0.1; x is their mean over the updates: 0.5, then 0.3.
    model.step({ w: of(1) });
    model.step({ w: of(0.8) });
    expectClose(model.slots.steppedPoint!.w!, [0.1], 1e-14);
    expectClose(model.evaluationWeights().w, [0.3], 1e-14);
    expectClose(model.params.w, [0.8 * 0.3 + 0.2 * 0.1], 1e-14);
    await atEvaluationWeights(model, () => expectClose(model.params.w, [0.3], 1e-14));
  });
});

describe("sharpness-aware minimization", () => {
  const params = () => ({ w: of(3, -4), b: of(1) });
  const gradients = () => ({ w: of(0.6, 0), b: of(0.8) });

  it("SAM climbs by rho along the common gradient, restores exactly and steps from there", () => {
    const model = sam(sgd({ lr: 0.1 }).bind(params()), { rho: 0.5 });
    model.ascend(gradients());
    expectClose(model.params.w, [3.3, -4], 1e-11);
    expectClose(model.params.b, [1.4], 1e-11);
    model.descend({ w: of(1, 2), b: of(3) });
    expect(model.params).toEqual({ w: of(3 - 0.1, -4 - 0.2), b: of(1 - 0.1 * 3) });
    expect(model.updates).toBe(1);
  });

  it("ASAM measures in units of the weights, biases in their own", () => {
    const model = asam(sgd({ lr: 0.1 }).bind(params(), { shapes: { w: [2, 1] } }), { rho: 0.5, eta: 0.1 });
    model.ascend(gradients());
    const norm = Math.hypot(3.1 * 0.6, 0.8);
    expectClose(model.params.w, [3 + (0.5 * 3.1 ** 2 * 0.6) / norm, -4], 1e-11);
    expectClose(model.params.b, [1 + (0.5 * 0.8) / norm], 1e-11);
    model.descend({ w: of(0, 0), b: of(0) });
    expect(model.params).toEqual(params());
  });

  it("restores every bit, whatever was added", () => {
    const value = fc.float({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 5 }),
        fc.float({ noNaN: true }),
        (weights, gradient) => {
          const model = sam(sgd({ lr: 0 }).bind({ w: Float32Array.from(weights) }), { rho: 1e3 });
          model.ascend({ w: new Float32Array(weights.length).fill(gradient) });
          model.descend({ w: new Float32Array(weights.length) });
          expect(model.params.w).toEqual(Float32Array.from(weights));
        },
      ),
    );
  });

  it("retreats without a step to the bit, where there is no second gradient", () => {
    const weights = () => Float32Array.of(0.1, -0, 3e-39, 2);
    const model = sam(ema(adam().bind({ w: weights() })));
    const before = model.stateDict();
    expect(() => model.retreat()).toThrow("sam: retreat while the weights are at w; call ascend first");
    model.ascend({ w: Float32Array.of(1, 2, 3, 4) });
    model.retreat();
    expect(model.params.w).toEqual(weights());
    expect(model.evaluationWeights().w).toEqual(weights());
    expect(model.stateDict()).toEqual(before);
    expect(() => model.descend()).toThrow("call ascend first");
    model.ascend({ w: Float32Array.of(1, 2, 3, 4) });
    model.descend({ w: Float32Array.of(1, 2, 3, 4) });
    expect(model.updates).toBe(1);
  });

  it("evaluates at the average within", async () => {
    const model = sam(ema(sgd({ lr: 1 }).bind({ w: of(1) }), { decay: 0.5 }));
    for (let step = 0; step < 2; step++) {
      model.ascend({ w: of(0) });
      model.descend({ w: of(1) });
    }
    await atEvaluationWeights(model, () => expect(model.params.w).toEqual(of(-0.5)));
    expect(model.params.w).toEqual(of(-1));
    model.ascend({ w: of(0) });
    await expect(atEvaluationWeights(model, () => 1)).rejects.toThrow("call descend or retreat first");
  });

  it("ASAM refuses to become SAM because nobody gave the shapes", () => {
    const bound = adam().bind(params());
    expect(() => asam(bound)).toThrow(
      "asam: weights (the function) matches no parameter; give bind the shapes, or name the parameters",
    );
    expect(() => asam(bound, { weights: /kernel/ })).toThrow("asam: weights (/kernel/) matches no parameter");
    for (const weights of [/w/, ["w"], []]) expect(() => asam(bound, { weights })).not.toThrow();
    const vectors = adam().bind(params(), { shapes: { w: [2] } });
    expect(() => asam(ema(vectors))).not.toThrow();
  });

  it("refuses phases out of turn, and a refused descend leaves the weights at w + e", () => {
    const model = sam(ema(sgd({ lr: (step) => (step === 0 ? 0.1 : Number.NaN) }).bind({ w: of(1) })));
    expect(() => model.descend({ w: of(1) })).toThrow(
      "sam: descend while the weights are at w; call ascend first",
    );
    expect(() => (model as unknown as { step(): void }).step()).toThrow("sam: a step has two phases");
    model.ascend({ w: of(1) });
    model.descend({ w: of(1) });
    model.ascend({ w: of(1) });
    const climbed = model.params.w.slice();
    expect(() => model.ascend({ w: of(1) })).toThrow(
      "ascend while the weights are at w + e; call descend or retreat first",
    );
    expect(() => model.stateDict()).toThrow("sam: stateDict while the weights are at w + e");
    expect(() => model.evaluationWeights()).toThrow("sam: evaluationWeights while the weights are at w + e");
    expect(() => model.descend({ w: of(1, 2) })).toThrow(
      "must be a Float64Array of length 1 like its parameter, got a Float64Array of length 2",
    );
    expect(() => model.descend({ w: of(1) })).toThrow("lr (of update 1)");
    expect(model.params.w).toEqual(climbed);
    expect([model.updates, model.averaged]).toEqual([1, 1]);
  });
});

describe("one wrapper around another", () => {
  it("keeps what the inner ones add, live", () => {
    const model = ema(lookahead(accumulate(adam().bind({ w: of(1) }), { every: 2 })));
    model.step({ w: of(1) });
    expect([model.microBatches, model.updates, model.averaged]).toEqual([1, 0, 0]);
    model.step({ w: of(1) });
    expect([model.microBatches, model.updates, model.averaged]).toEqual([0, 1, 1]);
    expect(model.slowWeights.w).toEqual(of(1));
  });
  it("refuses the same one twice, whose states could not be told apart", () => {
    expect(() => ema(lookahead(ema(adam().bind({ w: of(1) }))))).toThrow("already has ema around its step");
  });
});

describe("what goes around a step", () => {
  it.each([
    ["accumulate", (model: never) => accumulate(model, { every: 2 })],
    ["asam", asam],
    ["ema", (model: never) => ema(model, { decay: 0.9 })],
    ["lookahead", lookahead],
    ["sam", sam],
    ["skipNonFinite", skipNonFinite],
    ["swa", swa],
    ["withHooks", (model: never) => withHooks(model, {})],
  ] as [string, (model: unknown) => unknown][])(
    "%s refuses an optimizer that is not bound",
    (owner, wrap) => {
      for (const model of [sgd({ lr: 1 }), undefined, null, 3]) {
        expect(() => wrap(model)).toThrow(TypeError);
        expect(() => wrap(model)).toThrow(`${owner}: model must be a bound optimizer`);
      }
    },
  );
});
