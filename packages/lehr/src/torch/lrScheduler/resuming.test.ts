import { lrScheduler, optim } from "lehr/torch";
import { describe, expect, it } from "vitest";

const {
  ChainedScheduler,
  ConstantLR,
  CosineAnnealingLR,
  CosineAnnealingWarmRestarts,
  CyclicLR,
  ExponentialLR,
  LambdaLR,
  LinearLR,
  MultiplicativeLR,
  MultiStepLR,
  OneCycleLR,
  PolynomialLR,
  ReduceLROnPlateau,
  SequentialLR,
  StepLR,
  SWALR,
} = lrScheduler;

const sgd = (lr = 1, momentum = 0) => new optim.SGD([new Float64Array(1)], { lr, momentum });

describe("resuming", () => {
  const makers = {
    StepLR: (of: optim.SGD) => new StepLR(of, { stepSize: 3 }),
    MultiStepLR: (of: optim.SGD) => new MultiStepLR(of, { milestones: [2, 7, 7] }),
    ConstantLR: (of: optim.SGD) => new ConstantLR(of, { totalIters: 7 }),
    LinearLR: (of: optim.SGD) => new LinearLR(of, { totalIters: 9 }),
    ExponentialLR: (of: optim.SGD) => new ExponentialLR(of, { gamma: 0.9 }),
    PolynomialLR: (of: optim.SGD) => new PolynomialLR(of, { totalIters: 12, power: 2 }),
    CosineAnnealingLR: (of: optim.SGD) => new CosineAnnealingLR(of, { TMax: 6, etaMin: 0.1 }),
    CosineAnnealingWarmRestarts: (of: optim.SGD) => new CosineAnnealingWarmRestarts(of, { T0: 2, TMult: 2 }),
    CyclicLR: (of: optim.SGD) =>
      new CyclicLR(of, { baseLr: 0.1, maxLr: 1, stepSizeUp: 3, mode: "triangular2" }),
    OneCycleLR: (of: optim.SGD) => new OneCycleLR(of, { maxLr: 1, totalSteps: 20 }),
    SWALR: (of: optim.SGD) => new SWALR(of, { swaLr: 0.1, annealEpochs: 9 }),
    LambdaLR: (of: optim.SGD) => new LambdaLR(of, { lrLambda: (epoch) => 0.9 ** epoch }),
    MultiplicativeLR: (of: optim.SGD) => new MultiplicativeLR(of, { lrLambda: () => 0.9 }),
    ChainedScheduler: (of: optim.SGD) =>
      new ChainedScheduler([new StepLR(of, { stepSize: 3 }), new LinearLR(of, { totalIters: 9 })]),
    SequentialLR: (of: optim.SGD) =>
      new SequentialLR(of, {
        schedulers: [new LinearLR(of, { totalIters: 5 }), new CosineAnnealingLR(of, { TMax: 9 })],
        milestones: [5],
      }),
  };

  it.each(Object.entries(makers))("%s goes on exactly from its state and the optimizer's", (_, make) => {
    for (let saved = 0; saved < 14; saved += 1) {
      const optimizer = sgd(0.7, 0.9);
      const scheduler = make(optimizer);
      for (let epoch = 0; epoch < saved; epoch++) scheduler.step();
      const fresh = sgd(0.7, 0.9);
      const resumed = make(fresh);
      fresh.loadStateDict(optimizer.stateDict());
      resumed.loadStateDict(JSON.parse(JSON.stringify(scheduler.stateDict())));
      for (let epoch = saved; epoch < 19; epoch++) {
        scheduler.step();
        resumed.step();
        expect(fresh.paramGroups[0]!.lr).toBe(optimizer.paramGroups[0]!.lr);
        expect(fresh.paramGroups[0]!.momentum).toBe(optimizer.paramGroups[0]!.momentum);
      }
    }
  });

  const byEpoch = {
    ConstantLR: (of: optim.SGD, lastEpoch = -1) => new ConstantLR(of, { totalIters: 7, lastEpoch }),
    MultiStepLR: (of: optim.SGD, lastEpoch = -1) => new MultiStepLR(of, { milestones: [2, 7], lastEpoch }),
    ExponentialLR: (of: optim.SGD, lastEpoch = -1) => new ExponentialLR(of, { gamma: 0.9, lastEpoch }),
    CosineAnnealingLR: (of: optim.SGD, lastEpoch = -1) => new CosineAnnealingLR(of, { TMax: 6, lastEpoch }),
    CosineAnnealingWarmRestarts: (of: optim.SGD, lastEpoch = -1) =>
      new CosineAnnealingWarmRestarts(of, { T0: 2, TMult: 2, lastEpoch }),
    CyclicLR: (of: optim.SGD, lastEpoch = -1) =>
      new CyclicLR(of, { baseLr: 0.1, maxLr: 1, stepSizeUp: 3, lastEpoch }),
    OneCycleLR: (of: optim.SGD, lastEpoch = -1) =>
      new OneCycleLR(of, { maxLr: 1, totalSteps: 20, lastEpoch }),
    SWALR: (of: optim.SGD, lastEpoch = -1) => new SWALR(of, { swaLr: 0.1, annealEpochs: 9, lastEpoch }),
  };

  it.each(Object.entries(byEpoch))(
    "%s goes on exactly from lastEpoch and the optimizer's state",
    (_, make) => {
      for (let saved = 1; saved < 14; saved += 1) {
        const optimizer = sgd(0.7, 0.9);
        const scheduler = make(optimizer);
        for (let epoch = 0; epoch < saved; epoch++) scheduler.step();
        const fresh = sgd(0.7, 0.9);
        fresh.loadStateDict(optimizer.stateDict());
        const resumed = make(fresh, scheduler.lastEpoch - 1);
        expect(resumed.lastEpoch).toBe(scheduler.lastEpoch);
        for (let epoch = saved; epoch < 19; epoch++) {
          expect(fresh.paramGroups[0]!.lr).toBeCloseTo(optimizer.paramGroups[0]!.lr, 14);
          scheduler.step();
          resumed.step();
        }
      }
    },
  );

  it("ReduceLROnPlateau goes on exactly from its state", () => {
    const options = { patience: 1, cooldown: 2, factor: 0.5 };
    const metrics = [3, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1];
    for (let saved = 0; saved < metrics.length; saved++) {
      const optimizer = sgd();
      const scheduler = new ReduceLROnPlateau(optimizer, options);
      for (const metric of metrics.slice(0, saved)) scheduler.step(metric);
      const fresh = sgd();
      fresh.loadStateDict(optimizer.stateDict());
      const resumed = new ReduceLROnPlateau(fresh, options);
      resumed.loadStateDict(JSON.parse(JSON.stringify(scheduler.stateDict())));
      for (const metric of metrics.slice(saved)) {
        scheduler.step(metric);
        resumed.step(metric);
        expect(resumed.stateDict()).toEqual(scheduler.stateDict());
      }
    }
  });

  it("ReduceLROnPlateau takes over the saved patience; a state from before it was saved leaves its own", () => {
    const options = { mode: "max", patience: 2, threshold: 0.5, thresholdMode: "abs", cooldown: 3 } as const;
    const saved = new ReduceLROnPlateau(sgd(), options).stateDict();
    expect(saved).toMatchObject(options);
    const resumed = new ReduceLROnPlateau(sgd());
    resumed.loadStateDict(saved);
    expect(resumed.stateDict()).toEqual(saved);
    const { mode, patience, threshold, thresholdMode, cooldown, ...old } = saved;
    const other = new ReduceLROnPlateau(sgd(), options);
    other.loadStateDict(old);
    expect(other.stateDict()).toEqual(saved);
    const before = new ReduceLROnPlateau(sgd());
    expect(() => before.loadStateDict({ ...saved, mode: "least" })).toThrow(
      'ReduceLROnPlateau.loadStateDict: mode must be "min" or "max", got "least"',
    );
    expect(() => before.loadStateDict({ ...saved, patience: -1 })).toThrow("patience must be a whole number");
    expect(() => before.loadStateDict(undefined as never)).toThrow("state must be an object, got undefined");
    expect(before.stateDict()).toEqual(new ReduceLROnPlateau(sgd()).stateDict());
  });

  it("is refused without an initial rate, and for a state of another scheduler", () => {
    expect(() => new StepLR(sgd(), { stepSize: 2, lastEpoch: 3 })).toThrow(
      "StepLR: group 0 has no initialLr",
    );
    const scheduler = new StepLR(sgd(), { stepSize: 2 });
    const other = new ExponentialLR(sgd(), { gamma: 0.5 });
    const before = scheduler.stateDict();
    expect(() => scheduler.loadStateDict(other.stateDict())).toThrow(
      /StepLR.loadStateDict: stepSize must be of type number/,
    );
    expect(scheduler.stateDict()).toEqual(before);
  });

  it("is refused when groups were added behind a scheduler's back", () => {
    const optimizer = sgd();
    const scheduler = new StepLR(optimizer, { stepSize: 2 });
    optimizer.addParamGroup({ params: [new Float64Array(1)] });
    const two = new StepLR(sgd(), { stepSize: 2 });
    expect(() => two.step()).not.toThrow();
    expect(() => scheduler.step(3)).toThrow(/was made for 1 groups, but the optimizer now has 2/);
  });
});
