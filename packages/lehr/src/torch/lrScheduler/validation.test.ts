import { lrScheduler, optim } from "lehr/torch";
import { describe, expect, it } from "vitest";
import { type NumericOption, refusesOutOfRange } from "../../testing/refusals.js";

const ranges = {
  positiveInteger: { refused: [-1, 0, 1.5], taken: [1, 7] },
  wholeNumber: { refused: [-1, 0.5], taken: [0, 7] },
  positive: { refused: [-1, 0], taken: [1e-9, 7.5] },
  nonNegative: { refused: [-1e-9], taken: [0, 7.5] },
  unit: { refused: [-1e-9, 1.001], taken: [0, 0.5, 1] },
  aboveZero: { refused: [-1, 0, 1.001], taken: [0.5, 1] },
  belowOne: { refused: [-1e-9, 1], taken: [0, 0.5] },
  lastEpoch: { refused: [-2, 0.5], taken: [-1] },
} as const;

const sgd = () => new optim.SGD([new Float64Array(1)], { lr: 1, momentum: 0.9 });

type Scheduler = new (optimizer: optim.SGD, options: object) => unknown;

function of(
  name: keyof typeof lrScheduler,
  required: object,
  options: Record<string, keyof typeof ranges>,
): NumericOption[] {
  const Class = lrScheduler[name] as unknown as Scheduler;
  return Object.entries(options).map(([option, range]) => ({
    owner: name,
    option,
    make: (value) => new Class(sgd(), { ...required, [option]: value }),
    ...ranges[range],
  }));
}

describe("every numeric option of a scheduler refuses what is out of range, by name, value and range", () => {
  refusesOutOfRange([
    ...of(
      "StepLR",
      { stepSize: 3 },
      { stepSize: "positiveInteger", gamma: "nonNegative", lastEpoch: "lastEpoch" },
    ),
    ...of("MultiStepLR", { milestones: [3] }, { gamma: "nonNegative", lastEpoch: "lastEpoch" }),
    ...of("ConstantLR", {}, { factor: "unit", totalIters: "wholeNumber", lastEpoch: "lastEpoch" }),
    ...of(
      "LinearLR",
      {},
      { startFactor: "aboveZero", endFactor: "unit", totalIters: "wholeNumber", lastEpoch: "lastEpoch" },
    ),
    ...of("ExponentialLR", { gamma: 0.9 }, { gamma: "nonNegative", lastEpoch: "lastEpoch" }),
    ...of("PolynomialLR", {}, { totalIters: "wholeNumber", power: "nonNegative", lastEpoch: "lastEpoch" }),
    ...of(
      "CosineAnnealingLR",
      { TMax: 3 },
      { TMax: "positiveInteger", etaMin: "nonNegative", lastEpoch: "lastEpoch" },
    ),
    ...of(
      "CosineAnnealingWarmRestarts",
      { T0: 3 },
      { T0: "positiveInteger", TMult: "positiveInteger", etaMin: "nonNegative", lastEpoch: "lastEpoch" },
    ),
    ...of(
      "CyclicLR",
      { baseLr: 0.1, maxLr: 1 },
      {
        baseLr: "nonNegative",
        maxLr: "nonNegative",
        stepSizeUp: "positive",
        stepSizeDown: "positive",
        gamma: "nonNegative",
        baseMomentum: "belowOne",
        maxMomentum: "belowOne",
        lastEpoch: "lastEpoch",
      },
    ),
    ...of(
      "OneCycleLR",
      { maxLr: 1, totalSteps: 9 },
      {
        maxLr: "nonNegative",
        totalSteps: "positiveInteger",
        pctStart: "unit",
        baseMomentum: "belowOne",
        maxMomentum: "belowOne",
        divFactor: "positive",
        finalDivFactor: "positive",
        lastEpoch: "lastEpoch",
      },
    ),
    ...of(
      "OneCycleLR",
      { maxLr: 1, epochs: 2, stepsPerEpoch: 2 },
      { epochs: "positiveInteger", stepsPerEpoch: "positiveInteger" },
    ),
    ...of(
      "SWALR",
      { swaLr: 0.1 },
      { swaLr: "nonNegative", annealEpochs: "wholeNumber", lastEpoch: "lastEpoch" },
    ),
    ...of(
      "ReduceLROnPlateau",
      {},
      {
        factor: "belowOne",
        patience: "wholeNumber",
        threshold: "nonNegative",
        cooldown: "wholeNumber",
        minLr: "nonNegative",
        eps: "nonNegative",
      },
    ),
  ]);

  it("a refused scheduler changes nothing", () => {
    const optimizer = sgd();
    const before = structuredClone(optimizer.stateDict());
    expect(() => new lrScheduler.CyclicLR(optimizer, { baseLr: 0.1, maxLr: 1, lastEpoch: -2 })).toThrow(
      RangeError,
    );
    expect(() => new lrScheduler.OneCycleLR(optimizer, { maxLr: 1, totalSteps: 9, lastEpoch: -2 })).toThrow(
      RangeError,
    );
    expect(() => new lrScheduler.LinearLR(optimizer, { startFactor: 0 })).toThrow(RangeError);
    expect(optimizer.stateDict()).toEqual(before);
  });

  it("lists per group, choices, functions and unknown options", () => {
    const make = (Class: unknown, options: object) => () => new (Class as Scheduler)(sgd(), options);
    const cyclic = { baseLr: 0.1, maxLr: 1 };
    expect(make(lrScheduler.CyclicLR, { ...cyclic, maxLr: [1, 2] })).toThrow(
      "one value for each of the 1 groups, got 2",
    );
    expect(make(lrScheduler.CyclicLR, { ...cyclic, maxLr: [-1] })).toThrow("CyclicLR: maxLr[0] must be");
    expect(make(lrScheduler.CyclicLR, { ...cyclic, mode: "square" })).toThrow(
      /mode must be "triangular".*got "square"/,
    );
    expect(make(lrScheduler.CyclicLR, { ...cyclic, scaleFn: 3 })).toThrow(
      "scaleFn must be a function, got 3",
    );
    expect(make(lrScheduler.SWALR, { swaLr: 1, annealStrategy: "sine" })).toThrow(
      'annealStrategy must be "cos" or "linear"',
    );
    expect(make(lrScheduler.LambdaLR, { lrLambda: 3 })).toThrow(
      "lrLambda must be a function of the epoch, got 3",
    );
    expect(make(lrScheduler.LambdaLR, { lrLambda: [() => 1, () => 1] })).toThrow(
      "for each of the 1 groups, got 2",
    );
    expect(make(lrScheduler.MultiplicativeLR, { lrLambda: "x" })).toThrow(
      'must be a function of the epoch, got "x"',
    );
    expect(make(lrScheduler.StepLR, { step_size: 3 })).toThrow(
      'StepLR: unknown option "step_size"; known options are stepSize',
    );
    expect(make(lrScheduler.MultiStepLR, { milestones: [3, 1] })).toThrow(
      "MultiStepLR: milestones must be whole numbers",
    );
    expect(() => new lrScheduler.StepLR({} as never, { stepSize: 3 })).toThrow(
      "the first argument must be an optimizer",
    );
  });
});
