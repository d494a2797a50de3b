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

/** The rates of the first steps. */
function rates(
  make: (optimizer: optim.SGD) => { step(): void; getLastLr(): number[] },
  count: number,
  optimizer = sgd(),
): number[] {
  const scheduler = make(optimizer);
  return Array.from({ length: count }, (_, t) => {
    if (t > 0) scheduler.step();
    expect(scheduler.getLastLr()).toEqual(optimizer.paramGroups.map(({ lr }) => lr));
    return optimizer.paramGroups[0]!.lr;
  });
}

function expectRates(actual: number[], expected: number[]) {
  expect(actual).toHaveLength(expected.length);
  for (const [i, rate] of expected.entries()) expect(actual[i], `step ${i}`).toBeCloseTo(rate, 12);
}

describe("traps", () => {
  const grid = [1, 2, 3, 5, 7, 10, 20, 50, 100].flatMap((T0) =>
    [2, 3, 4, 5, 6, 7, 10].map((TMult) => [T0, TMult]),
  );
  it.each(grid)(
    "D1: step(epoch) gives the base rate at the first nine restarts of T0 %i, TMult %i",
    (T0, TMult) => {
      const optimizer = sgd(0.3);
      const scheduler = new CosineAnnealingWarmRestarts(optimizer, { T0: T0!, TMult: TMult!, etaMin: 0.1 });
      let start = 0;
      for (let i = 0; i < 9; i++) {
        start += T0! * TMult! ** i;
        scheduler.step(start);
        expect(optimizer.paramGroups[0]!.lr).toBe(0.3);
        expect([scheduler.TCur, scheduler.Ti]).toEqual([0, T0! * TMult! ** (i + 1)]);
      }
    },
  );

  it("D3: resuming past the second restart is exact", () => {
    const optimizer = sgd();
    optimizer.paramGroups[0]!.initialLr = 1;
    const resumed = new CosineAnnealingWarmRestarts(optimizer, { T0: 10, TMult: 2, lastEpoch: 34 });
    expect(resumed.getLastLr()[0]).toBeCloseTo(0.961939766, 9);
    expect(resumed.Ti).toBe(40);
    const straight = rates((of) => new CosineAnnealingWarmRestarts(of, { T0: 10, TMult: 2 }), 200);
    for (let epoch = 36; epoch < 200; epoch++) {
      resumed.step();
      expect(resumed.getLastLr()[0]).toBeCloseTo(straight[epoch]!, 12);
    }
  });
});

describe("edges", () => {
  it("a repeated milestone drops twice, one at 0 at once", () => {
    const milestones = (of: number[]) => (optimizer: optim.SGD) =>
      new MultiStepLR(optimizer, { milestones: of, gamma: 0.1 });
    expectRates(rates(milestones([2, 2, 5]), 6), [1, 1, 0.01, 0.01, 0.01, 0.001]);
    expectRates(rates(milestones([0, 1]), 2), [0.1, 0.01]);
  });

  it("nothing happens at totalIters 0", () => {
    expectRates(
      rates((of) => new ConstantLR(of, { factor: 0.5, totalIters: 0 }), 3),
      [0.5, 0.5, 0.5],
    );
    expectRates(
      rates((of) => new LinearLR(of, { startFactor: 0.5, totalIters: 0 }), 3),
      [0.5, 0.5, 0.5],
    );
    expectRates(
      rates((of) => new PolynomialLR(of, { totalIters: 0 }), 3),
      [1, 1, 1],
    );
  });

  it("a factor of 0 cannot be taken out again", () => {
    const scheduler = new ConstantLR(sgd(), { factor: 0, totalIters: 2 });
    scheduler.step();
    expect(() => scheduler.step()).toThrow("ConstantLR: factor must be > 0 for its effect to end");
  });

  it("the cosine rises again, at TMax 1 every other step, and may rise to etaMin", () => {
    expectRates(
      rates((of) => new CosineAnnealingLR(of, { TMax: 1 }), 4),
      [1, 0, 1, 0],
    );
    expectRates(
      rates((of) => new CosineAnnealingLR(of, { TMax: 2, etaMin: 3 }), 5),
      [1, 2, 3, 2, 1],
    );
    const long = rates((of) => new CosineAnnealingLR(of, { TMax: 20 }), 100_001);
    expect(long[100_000]).toBeCloseTo(1, 9);
  });

  it("one-cycle: a single step, one past the end, and no further", () => {
    const scheduler = new OneCycleLR(sgd(), { maxLr: 1, totalSteps: 1, cycleMomentum: false });
    expect(scheduler.getLastLr()[0]).toBeCloseTo(4e-6, 12);
    scheduler.step();
    expect(scheduler.getLastLr()[0]).toBeCloseTo(0.611, 3);
    expect(() => scheduler.step()).toThrow(
      "OneCycleLR: step must be called at most totalSteps (1) times, got 2",
    );
    const instant = rates(
      (of) => new OneCycleLR(of, { maxLr: 1, totalSteps: 10, pctStart: 0.1, cycleMomentum: false }),
      2,
    );
    expect(instant[0]).toBe(1);
  });

  it("one-cycle takes epochs and steps of one for its length", () => {
    const scheduler = new OneCycleLR(sgd(), { maxLr: 1, epochs: 4, stepsPerEpoch: 5, cycleMomentum: false });
    expect(scheduler.totalSteps).toBe(20);
    expect(() => new OneCycleLR(sgd(), { maxLr: 1, epochs: 4 })).toThrow(
      "OneCycleLR: totalSteps must be given, or epochs and stepsPerEpoch",
    );
  });

  it("warm restarts by fractions, then by whole steps", () => {
    const scheduler = new CosineAnnealingWarmRestarts(sgd(), { T0: 2, TMult: 2 });
    scheduler.step(0.5);
    scheduler.step();
    expect([scheduler.TCur, scheduler.lastEpoch]).toEqual([1.5, 1]);
    scheduler.step();
    expect([scheduler.TCur, scheduler.Ti, scheduler.lastEpoch]).toEqual([0.5, 4, 2]);
    scheduler.step(8.25);
    expect([scheduler.TCur, scheduler.Ti, scheduler.lastEpoch]).toEqual([2.25, 8, 8]);
    expect(() => scheduler.step(-1)).toThrow(
      "CosineAnnealingWarmRestarts: epoch must be a finite number >= 0, got -1",
    );
  });

  it("averaging's scheduler anneals from where it is, or is there at once", () => {
    expectRates(
      rates((of) => new SWALR(of, { swaLr: 0.2, annealEpochs: 0 }), 3),
      [0.2, 0.2, 0.2],
    );
    const linear = (of: optim.SGD) =>
      new SWALR(of, { swaLr: 0.2, annealEpochs: 4, annealStrategy: "linear" });
    expectRates(rates(linear, 7), [1, 0.8, 0.6, 0.4, 0.2, 0.2, 0.2]);
    const cosine = rates((of) => new SWALR(of, { swaLr: 0, annealEpochs: 2 }), 4);
    expectRates(cosine, [1, 0.5, 0, 0]);
  });

  it("functions: of the base rate, or of the rate in force", () => {
    expectRates(
      rates((of) => new LambdaLR(of, { lrLambda: (epoch) => 1 / (epoch + 1) }), 3),
      [1, 1 / 2, 1 / 3],
    );
    expectRates(
      rates((of) => new MultiplicativeLR(of, { lrLambda: (epoch) => 1 / epoch }), 4),
      [1, 1, 1 / 2, 1 / 6],
    );
  });

  it("NaN is never better", () => {
    const optimizer = sgd(0.5);
    const scheduler = new ReduceLROnPlateau(optimizer, { patience: 2 });
    const seen = [1, ...Array(8).fill(Number.NaN)].map((metric) => {
      scheduler.step(metric);
      return optimizer.paramGroups[0]!.lr;
    });
    expectRates(seen, [0.5, 0.5, 0.5, 0.05, 0.05, 0.05, 0.005, 0.005, 0.005]);
  });
});

describe("momentum", () => {
  it("cycles the other way round in CyclicLR, beta1 where there are betas", () => {
    const optimizer = sgd(1, 0.5);
    const scheduler = new CyclicLR(optimizer, { baseLr: 0.1, maxLr: 1, stepSizeUp: 2 });
    const momenta = [0, 1, 2, 3].map(() => {
      const { momentum } = optimizer.paramGroups[0]!;
      scheduler.step();
      return momentum;
    });
    expectRates(momenta, [0.9, 0.85, 0.8, 0.85]);
    const adam = new optim.AdamW([new Float64Array(1)], { betas: [0.7, 0.99] });
    const cyclic = new CyclicLR(adam, { baseLr: 0.1, maxLr: 1, stepSizeUp: 1 });
    expect(adam.paramGroups[0]!.betas).toEqual([0.9, 0.99]);
    cyclic.step();
    expect(adam.paramGroups[0]!.betas).toEqual([0.8, 0.99]);
  });

  it("cycles the other way round in OneCycleLR", () => {
    const optimizer = sgd(1, 0.5);
    const scheduler = new OneCycleLR(optimizer, { maxLr: 1, totalSteps: 10, annealStrategy: "linear" });
    const momenta = [0, 1, 2, 3].map(() => {
      const { momentum } = optimizer.paramGroups[0]!;
      scheduler.step();
      return momentum;
    });
    expectRates(momenta, [0.95, 0.9, 0.85, 0.85 + 0.1 / 7]);
  });

  it("is refused for an optimizer that has none, and left alone where told", () => {
    const adagrad = new optim.Adagrad([new Float64Array(1)], { lr: 0.3 });
    for (const make of [
      () => new CyclicLR(adagrad, { baseLr: 0.1, maxLr: 1 }),
      () => new OneCycleLR(adagrad, { maxLr: 1, totalSteps: 3 }),
    ]) {
      expect(make).toThrow(
        "cycleMomentum must be false for an optimizer with neither momentum nor betas, got true",
      );
      expect(adagrad.paramGroups[0]).toMatchObject({ lr: 0.3 });
      expect(adagrad.paramGroups[0]).not.toHaveProperty("maxLr");
    }
    const optimizer = sgd(1, 0.5);
    new CyclicLR(optimizer, { baseLr: 0.1, maxLr: 1, cycleMomentum: false });
    expect(optimizer.paramGroups[0]!.momentum).toBe(0.5);
  });
});

describe("schedulers together", () => {
  it("two on one optimizer multiply", () => {
    const optimizer = sgd();
    const step = new StepLR(optimizer, { stepSize: 2, gamma: 0.5 });
    const decay = new ExponentialLR(optimizer, { gamma: 0.9 });
    for (let epoch = 1; epoch < 6; epoch++) {
      step.step();
      decay.step();
      expect(optimizer.paramGroups[0]!.lr).toBeCloseTo(0.5 ** Math.floor(epoch / 2) * 0.9 ** epoch, 12);
    }
  });

  it("a chain within a sequence begins from the initial rate when its milestone comes", () => {
    const chain = (of: optim.SGD) =>
      new ChainedScheduler([
        new ConstantLR(of, { factor: 0.5, totalIters: 2 }),
        new ExponentialLR(of, { gamma: 0.9 }),
      ]);
    const chained = [0.5, 0.45, 0.81, 0.729];
    const last = (of: optim.SGD) => {
      const schedulers = [new LinearLR(of, { startFactor: 0.25, totalIters: 3 }), chain(of)];
      return new SequentialLR(of, { schedulers, milestones: [2] });
    };
    expectRates(rates(last, 6), [0.25, 0.5, ...chained]);
    const first = (of: optim.SGD) => {
      const schedulers = [chain(of), new StepLR(of, { stepSize: 1, gamma: 0.1 })];
      return new SequentialLR(of, { schedulers, milestones: [4] });
    };
    expectRates(rates(first, 7), [...chained, 1, 0.1, 0.01]);
  });

  it("a sequence within a sequence, and within a chain", () => {
    const inner = (of: optim.SGD) => {
      const schedulers = [
        new ConstantLR(of, { factor: 0.5, totalIters: 9 }),
        new ExponentialLR(of, { gamma: 0.1 }),
      ];
      return new SequentialLR(of, { schedulers, milestones: [2] });
    };
    const expected = [0.5, 0.5, 1, 0.1, 0.01];
    const nested = (of: optim.SGD) => {
      const schedulers = [inner(of), inner(of)];
      return new SequentialLR(of, { schedulers, milestones: [5] });
    };
    expectRates(rates(nested, 10), [...expected, ...expected]);
    expectRates(
      rates((of) => new ChainedScheduler([inner(of)]), 5),
      expected,
    );
  });

  it("are refused where they do not fit together", () => {
    const optimizer = sgd();
    const schedulers = [new StepLR(optimizer, { stepSize: 1 })];
    const other = new StepLR(sgd(), { stepSize: 1 });
    const plateau = new ReduceLROnPlateau(optimizer) as never;
    expect(() => new SequentialLR(optimizer, { schedulers, milestones: [1] })).toThrow(
      "one fewer than the 1 schedulers",
    );
    expect(() => new SequentialLR(optimizer, { schedulers: [other], milestones: [] })).toThrow(
      "schedulers[0] must belong to the same optimizer",
    );
    expect(() => new ChainedScheduler([...schedulers, other])).toThrow(
      "schedulers[1] must belong to the same optimizer",
    );
    expect(() => new ChainedScheduler([plateau])).toThrow("must be a scheduler that steps without a metric");
    expect(() => new ChainedScheduler([])).toThrow("schedulers must be an array of at least one");
  });
});
