import { show } from "../validation.js";
import { type ClampOptions, clamp } from "./clamp.js";
import { type ConstantOptions, constant } from "./constant.js";
import { type CosineOptions, cosine } from "./cosine.js";
import { type CyclicOptions, cyclic } from "./cyclic.js";
import type { Json, ScheduleDescription } from "./description.js";
import { type ExponentialOptions, exponential } from "./exponential.js";
import { type GeometricOptions, geometric } from "./geometric.js";
import { type InverseSquareRootOptions, inverseSquareRoot } from "./inverseSquareRoot.js";
import { type InverseTimeOptions, inverseTime } from "./inverseTime.js";
import { type LinearOptions, linear } from "./linear.js";
import { type MultiStepDecayOptions, multiStepDecay } from "./multiStepDecay.js";
import { type OneCycleOptions, oneCycle } from "./oneCycle.js";
import { type OneMinusSqrtOptions, oneMinusSqrt } from "./oneMinusSqrt.js";
import { type PiecewiseConstantOptions, piecewiseConstant } from "./piecewiseConstant.js";
import { type PiecewiseInterpolateOptions, piecewiseInterpolate } from "./piecewiseInterpolate.js";
import { type PolynomialOptions, polynomial } from "./polynomial.js";
import { product } from "./product.js";
import { type RestartsOptions, restarts } from "./restarts.js";
import { scale } from "./scale.js";
import type { Schedule } from "./schedule.js";
import { type SequenceOptions, sequence } from "./sequence.js";
import { type StepDecayOptions, stepDecay } from "./stepDecay.js";
import { type TanhOptions, tanh } from "./tanh.js";
import { type WarmupOptions, warmup } from "./warmup.js";
import { type WarmupStableDecayOptions, warmupStableDecay } from "./warmupStableDecay.js";

type Described = Readonly<Record<string, Json>>;

/** Every schedule by name. What a description holds is checked by the function that it is handed to. */
const makers: Readonly<Record<string, (options: Described) => Schedule>> = {
  constant: (options) => constant(options as ConstantOptions),
  stepDecay: (options) => stepDecay(options as unknown as StepDecayOptions),
  multiStepDecay: (options) => multiStepDecay(options as unknown as MultiStepDecayOptions),
  exponential: (options) => exponential(options as unknown as ExponentialOptions),
  geometric: (options) => geometric(options as unknown as GeometricOptions),
  linear: (options) => linear(options as LinearOptions),
  polynomial: (options) => polynomial(options as PolynomialOptions),
  cosine: (options) => cosine(options as CosineOptions),
  oneMinusSqrt: (options) => oneMinusSqrt(options as OneMinusSqrtOptions),
  tanh: (options) => tanh(options as TanhOptions),
  inverseSquareRoot: (options) => inverseSquareRoot(options as InverseSquareRootOptions),
  inverseTime: (options) => inverseTime(options as unknown as InverseTimeOptions),
  oneCycle: (options) => oneCycle(options as OneCycleOptions),
  cyclic: (options) => cyclic(options as unknown as CyclicOptions),
  piecewiseConstant: (options) => piecewiseConstant(options as unknown as PiecewiseConstantOptions),
  piecewiseInterpolate: (options) => piecewiseInterpolate(options as unknown as PiecewiseInterpolateOptions),
  warmupStableDecay: ({ shape, ...options }) =>
    warmupStableDecay({ ...options, shape: part(shape) } as WarmupStableDecayOptions),
  warmup: ({ after, ...options }) => warmup(part(after), options as unknown as WarmupOptions),
  restarts: ({ of, ...options }) => restarts(part(of), options as unknown as RestartsOptions),
  sequence: ({ parts, ...options }) => sequence(partList("parts", parts), options as SequenceOptions),
  product: ({ factors }) => product(...partList("factors", factors)),
  scale: ({ of, factor }) => scale(part(of), factor as number),
  clamp: ({ of, ...options }) => clamp(part(of), options as ClampOptions),
};

/**
 * The schedule that `describeSchedule` described: the same value at every update, the same length and the
 * same periods.
 *
 * @param description what `describeSchedule` gave, or what `JSON.parse` made of it.
 * @throws TypeError for an unknown schedule or option, RangeError for a value out of range.
 */
export function scheduleFromDescription(description: ScheduleDescription): Schedule {
  return part(description);
}

function part(description: unknown): Schedule {
  if (typeof description !== "object" || description === null || Array.isArray(description)) {
    throw new TypeError(
      `scheduleFromDescription: a description must be an object { schedule, ... }, got ${show(description)}`,
    );
  }
  const { schedule: name, ...options } = description as ScheduleDescription;
  if (typeof name !== "string" || !Object.hasOwn(makers, name)) {
    throw new TypeError(
      `scheduleFromDescription: unknown schedule ${show(name)}; known are ${Object.keys(makers).join(", ")}`,
    );
  }
  return makers[name]!(options);
}

function partList(name: string, descriptions: unknown): Schedule[] {
  if (Array.isArray(descriptions)) return descriptions.map(part);
  throw new TypeError(
    `scheduleFromDescription: ${name} must be an array of descriptions, got ${show(descriptions)}`,
  );
}
