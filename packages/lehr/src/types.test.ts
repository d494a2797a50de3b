import { describe, expectTypeOf, it } from "vitest";
import {
  accumulate,
  adam,
  adamw,
  atEvaluationWeights,
  type BoundOptimizer,
  clipAdaptively,
  clipByGlobalNorm,
  clipByValue,
  cosine,
  decoupled,
  ema,
  findLearningRate,
  l2,
  lookahead,
  type Optimizer,
  type OptimizerState,
  type Rule,
  restarts,
  rmsprop,
  type Schedule,
  sam,
  scheduleFreeSgd,
  sgdw,
} from "./index.js";

interface Weights {
  kernel: Float32Array;
  bias: Float64Array;
}
class Net implements Weights {
  kernel: Float32Array = new Float32Array(2);
  bias: Float64Array = new Float64Array(1);
}

const params = () => ({ kernel: new Float32Array(2), bias: new Float64Array(1) });
/** Compiled, never run. */
const compiles = (_: () => unknown) => {};

describe("mistakes that do not compile", () => {
  it("an unknown option", () => {
    // @ts-expect-error it is called lr
    compiles(() => adamw({ learningRate: 0.1 }));
    // @ts-expect-error SGD's, not Adam's
    compiles(() => adam({ momentum: 0.9 }));
    // @ts-expect-error it is called beta1
    compiles(() => adam({ groups: [{ match: /bias/, betas: [0.9, 0.999] }] }));
    // @ts-expect-error nobody says which parameters
    compiles(() => adam({ groups: [{ lr: 0.1 }] }));
    // @ts-expect-error groups have no groups
    compiles(() => adam({ groups: [{ match: /bias/, groups: [] }] }));
    // @ts-expect-error L2 is part of the step it would be compared with
    compiles(() => l2(0.1, { cautious: true }));
    // @ts-expect-error sgdw decays; it is for the caller to say how much
    compiles(() => sgdw({ lr: 0.1 }));
    // @ts-expect-error the point of evaluation needs a constant beta1
    compiles(() => scheduleFreeSgd({ beta1: () => 0.9 }));
  });

  it("a thing in another's place", () => {
    // @ts-expect-error a schedule is no rule
    const rule: Rule = cosine({ updates: 10 });
    // @ts-expect-error a rule is no schedule
    compiles(() => adam({ schedule: rule }));
    // @ts-expect-error an optimizer is no schedule
    compiles(() => restarts(adam(), { period: 10 }));
    // @ts-expect-error a decay is no schedule
    compiles(() => adam({ schedule: decoupled(1e-4) }));
    // @ts-expect-error a schedule factory is no schedule
    compiles(() => adam({ schedule: cosine }));
    // @ts-expect-error an optimizer has to take hold of parameters before anything goes around its step
    compiles(() => ema(adam()));
    // @ts-expect-error arrays by name
    compiles(() => adam().bind([new Float32Array(2)]));
    // @ts-expect-error no float array
    compiles(() => adam().bind({ w: [1, 2] }));
  });

  it("gradients whose names or types differ from the parameters'", () => {
    const model = adam().bind(params());
    const good = params();
    compiles(() => model.step(good));
    compiles(() => model.step());
    // @ts-expect-error bias is missing
    compiles(() => model.step({ kernel: good.kernel }));
    // @ts-expect-error no such parameter
    compiles(() => model.step({ ...good, scale: good.bias }));
    // @ts-expect-error kernel is float32
    compiles(() => model.step({ kernel: good.bias, bias: good.bias }));
    // @ts-expect-error no such parameter to have a shape
    compiles(() => adam().bind(params(), { shapes: { kernels: [2, 1] } }));
    // @ts-expect-error through every wrapper
    compiles(() => ema(lookahead(accumulate(model, { every: 2 }))).step({ kernel: good.kernel }));
    // @ts-expect-error and in both phases
    compiles(() => sam(model).ascend({ kernel: good.kernel }));
  });

  it("parameters and gradients of an interface that are not all float arrays", () => {
    // @ts-expect-error count is a number
    compiles(() => adam().bind({} as Weights & { count: number }));
    // @ts-expect-error bias may be missing
    compiles(() => adam().bind({} as Partial<Weights>));
    const model = adam().bind(new Net());
    // @ts-expect-error bias is missing
    compiles(() => model.step({ kernel: new Float32Array(2) }));
    // @ts-expect-error kernel is float32
    compiles(() => ema(model).step({ kernel: new Float64Array(2), bias: new Float64Array(1) }));
    // @ts-expect-error no such parameter to have a shape
    compiles(() => adam().bind(new Net(), { shapes: { kernels: [2, 1] } }));
    // @ts-expect-error arrays by name
    compiles(() => clipByGlobalNorm([new Float32Array(2)], 1));
    // @ts-expect-error no float array
    compiles(() => clipByValue({ w: [1, 2] }, 1));
  });

  it("a step of something that has two phases", () => {
    // @ts-expect-error ascend, then descend
    compiles(() => sam(adam().bind(params())).step(params()));
    // @ts-expect-error an average sees no steps there
    compiles(() => ema(sam(adam().bind(params()))));
  });
});

describe("types that are kept", () => {
  it("an interface's and a class's", () => {
    const weights: Weights = new Net();
    const bound: BoundOptimizer<Weights> = adam().bind(weights, { shapes: { kernel: [2, 1] } });
    expectTypeOf(bound.params.kernel).toEqualTypeOf<Float32Array>();
    const model = ema(lookahead(accumulate(bound, { every: 2 })));
    expectTypeOf(model.average.bias).toEqualTypeOf<Float64Array>();
    expectTypeOf(sam(adam().bind(new Net())).params.kernel).toEqualTypeOf<Float32Array>();
    const gradients: Weights = new Net();
    compiles(() => model.step(gradients));
    compiles(() => clipByGlobalNorm(gradients, 1));
    compiles(() => clipByValue(gradients, 1));
    compiles(() => clipAdaptively(gradients, model));
    const generic = <P extends Record<string, Float32Array>>(params: P) => adam().bind(params).params;
    expectTypeOf(generic({ w: new Float32Array(2) }).w).toEqualTypeOf<Float32Array<ArrayBuffer>>();
  });

  it("what save gives is what restore takes", () => {
    compiles(() => {
      const model = adam().bind(params());
      const restore = (state: OptimizerState) => model.loadStateDict(state);
      return findLearningRate(() => 1, { save: () => model.stateDict(), restore });
    });
    compiles(() =>
      findLearningRate(() => 1, {
        save: async () => new Float32Array(1),
        restore: (saved) => expectTypeOf(saved).toEqualTypeOf<Float32Array<ArrayBuffer>>(),
      }),
    );
    // @ts-expect-error save gives a number
    compiles(() => findLearningRate(() => 1, { save: () => 1, restore: (_: OptimizerState) => {} }));
  });

  it("the weights to evaluate of what steps in two phases can be put in place", () => {
    compiles(() => atEvaluationWeights(sam(ema(adam().bind(params()))), () => 1));
    // @ts-expect-error an optimizer without weights
    compiles(() => atEvaluationWeights(adam(), () => 1));
  });

  it("names and array types of the parameters", () => {
    const model = ema(lookahead(accumulate(rmsprop().bind(params()), { every: 2 })));
    expectTypeOf(model.params.kernel).toEqualTypeOf<Float32Array<ArrayBuffer>>();
    expectTypeOf(model.average.bias).toEqualTypeOf<Float64Array<ArrayBuffer>>();
    expectTypeOf(model.slowWeights.kernel).toEqualTypeOf<Float32Array<ArrayBuffer>>();
    expectTypeOf(model.microBatches).toEqualTypeOf<number>();
    expectTypeOf(model).toExtend<BoundOptimizer<{ kernel: Float32Array; bias: Float64Array }>>();
    expectTypeOf(adam()).toEqualTypeOf<Optimizer>();
    expectTypeOf(cosine()).toEqualTypeOf<Schedule>();
  });
});
