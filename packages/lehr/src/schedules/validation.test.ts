import { describe, expect, it } from "vitest";
import {
  clamp,
  constant,
  cosine,
  cyclic,
  exponential,
  geometric,
  inverseSquareRoot,
  inverseTime,
  linear,
  multiStepDecay,
  oneCycle,
  oneMinusSqrt,
  piecewiseConstant,
  piecewiseInterpolate,
  plateau,
  polynomial,
  remainingUpdates,
  restarts,
  sampleSchedule,
  scale,
  sequence,
  stepDecay,
  tanh,
  warmup,
  warmupStableDecay,
} from "../index.js";
import { type NumericOption, refusesOutOfRange } from "../testing/refusals.js";

const ranges = {
  positiveInteger: { refused: [-1, 0, 1.5, 2 ** 53], taken: [1, 7] },
  wholeNumber: { refused: [-1, 0.5], taken: [0, 7] },
  positive: { refused: [-1, 0], taken: [1e-9, 1, 7.5] },
  nonNegative: { refused: [-1e-9], taken: [0, 1, 7.5] },
  unit: { refused: [-1e-9, 1.001], taken: [0, 0.5, 1] },
  belowOne: { refused: [-1e-9, 1], taken: [0, 0.5] },
  lengthOrFraction: { refused: [-1, 1.5], taken: [0, 0.25, 1] },
  low: { refused: [], taken: [-8] },
  high: { refused: [], taken: [4] },
  atLeastTwo: { refused: [-1, 0, 1, 2.5], taken: [2, 7] },
} as const;

/** Options of one factory, each with the range its values come from. */
function of<Options>(
  owner: string,
  make: (options: Options) => unknown,
  required: NoInfer<Options>,
  options: NoInfer<Partial<Record<keyof Options & string, keyof typeof ranges>>>,
): NumericOption[] {
  return Object.entries(options).map(([option, range]) => ({
    owner,
    option,
    make: (value) => make({ ...required, [option]: value }),
    ...ranges[range as keyof typeof ranges],
  }));
}

const period = { period: 100 };
const wsd = { updates: 100 };

describe("every numeric option refuses what is out of range, by name, value and range", () => {
  refusesOutOfRange([
    ...of("constant", constant, {}, { factor: "nonNegative", until: "positiveInteger" }),
    ...of("stepDecay", stepDecay, { every: 3 }, { every: "positiveInteger", factor: "positive" }),
    ...of("multiStepDecay", multiStepDecay, { milestones: [3] }, { factor: "positive" }),
    ...of(
      "exponential",
      exponential,
      { factor: 0.9 },
      { factor: "positive", every: "positive", end: "nonNegative" },
    ),
    ...of(
      "geometric",
      geometric,
      { end: 1 },
      { updates: "positiveInteger", start: "positive", end: "positive" },
    ),
    ...of("linear", linear, {}, { updates: "positiveInteger", start: "nonNegative", end: "nonNegative" }),
    ...of(
      "polynomial",
      polynomial,
      {},
      { updates: "positiveInteger", power: "positive", floor: "unit", kDecay: "positive" },
    ),
    ...of(
      "cosine",
      cosine,
      {},
      { updates: "positiveInteger", power: "positive", floor: "unit", kDecay: "positive" },
    ),
    ...of("oneMinusSqrt", oneMinusSqrt, {}, { updates: "positiveInteger", floor: "unit" }),
    ...of("tanh", tanh, {}, { updates: "positiveInteger", floor: "unit", from: "low", to: "high" }),
    ...of("inverseSquareRoot", inverseSquareRoot, {}, { timescale: "positive" }),
    ...of("inverseTime", inverseTime, { rate: 1 }, { rate: "nonNegative", every: "positive" }),
    ...of(
      "oneCycle",
      oneCycle,
      {},
      {
        updates: "positiveInteger",
        riseFraction: "unit",
        initialDivisor: "positive",
        finalDivisor: "positive",
      },
    ),
    ...of(
      "cyclic",
      cyclic,
      { base: 0.1 },
      { base: "unit", up: "positiveInteger", down: "positiveInteger", gamma: "positive" },
    ),
    ...of(
      "warmup",
      (options: { updates: number; start?: number }) => warmup(constant(), options),
      { updates: 3 },
      {
        updates: "positiveInteger",
        start: "unit",
      },
    ),
    ...of("restarts", (options: Parameters<typeof restarts>[1]) => restarts(cosine(), options), period, {
      period: "positiveInteger",
      mult: "positive",
      peakDecay: "nonNegative",
      floor: "unit",
      warmup: "lengthOrFraction",
      limit: "positiveInteger",
    }),
    ...of("warmupStableDecay", warmupStableDecay, wsd, {
      updates: "positiveInteger",
      warmup: "lengthOrFraction",
      cooldown: "lengthOrFraction",
    }),
    ...of(
      "clamp",
      (options: { min?: number; max?: number }) => clamp(constant(), options),
      {},
      {
        min: "nonNegative",
        max: "nonNegative",
      },
    ),
    ...of(
      "scale",
      ({ factor }: { factor?: number }) => scale(constant(), factor!),
      {},
      { factor: "nonNegative" },
    ),
    ...of(
      "plateau",
      plateau,
      {},
      {
        factor: "belowOne",
        patience: "wholeNumber",
        threshold: "nonNegative",
        cooldown: "wholeNumber",
        floor: "unit",
        epsilon: "nonNegative",
      },
    ),
    ...of(
      "remainingUpdates",
      ({ step }: { step?: number }) => remainingUpdates(constant(), step!),
      {},
      { step: "wholeNumber" },
    ),
    ...of(
      "sampleSchedule",
      (options: { updates?: number; points?: number }) =>
        sampleSchedule(constant(), { updates: 9, ...options }),
      {},
      { updates: "positiveInteger", points: "atLeastTwo" },
    ),
  ]);

  it("lists of updates and values", () => {
    for (const bad of [[-1], [1.5], [Number.NaN], [Infinity], [5, 3], 3, "3"]) {
      const milestones = bad as number[];
      expect(() => multiStepDecay({ milestones })).toThrow(
        /multiStepDecay: milestones must be whole numbers/,
      );
      expect(() => sequence([constant(), constant()], { milestones })).toThrow(
        /sequence: milestones must be/,
      );
      expect(() => piecewiseConstant({ boundaries: milestones, values: [1, 1] })).toThrow(
        /piecewiseConstant: boundaries must be/,
      );
      expect(() => piecewiseInterpolate({ at: milestones, values: [1, 1] })).toThrow(
        /piecewiseInterpolate: at must be/,
      );
    }
    for (const bad of [-1, Number.NaN, Infinity]) {
      expect(() => piecewiseConstant({ boundaries: [3], values: [1, bad] })).toThrow(
        `piecewiseConstant: values[1] must be a finite number >= 0, got ${bad}`,
      );
    }
    expect(() => piecewiseInterpolate({ at: [1, 2], values: [1, 1] })).toThrow("at must begin with 0, got 1");
    expect(() => sequence([constant(), constant()], { milestones: [3, 5] })).toThrow(
      "one fewer than the 2 parts",
    );
  });

  it("choices, flags and unknown options", () => {
    expect(() => cyclic({ base: 0, mode: "square" as "triangular" })).toThrow(
      'cyclic: mode must be "triangular" or "triangular2" or "expRange", got "square"',
    );
    expect(() => restarts(cosine(), { period: 3, endpoints: "closed" as "authors" })).toThrow(
      'restarts: endpoints must be "halfOpen" or "authors", got "closed"',
    );
    expect(() => polynomial({ cycle: 1 as unknown as boolean })).toThrow(
      "polynomial: cycle must be true or false, got 1",
    );
    expect(() => tanh({ from: 3, to: 3 })).toThrow("tanh: from must be less than to, got from 3 and to 3");
    expect(() => cosine({ steps: 3 } as object)).toThrow(
      'cosine: unknown option "steps"; known options are updates, floor, power, kDecay',
    );
  });
});
