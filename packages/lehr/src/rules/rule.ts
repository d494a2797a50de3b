import type { Arithmetic } from "../arithmetic/arithmetic.js";
import type { Range } from "../validation.js";

/** What one optimizer update knows before it looks at a gradient. */
export interface StepContext {
  /** t, 0-based: the optimizer updates done before this one. */
  readonly step: number;
  /** alpha: the base learning rate. */
  readonly baseLearningRate: number;
  /** eta_t: the schedule's multiplier. */
  readonly multiplier: number;
  /** eta_t * alpha. */
  readonly learningRate: number;
  /** Updates in the current restart period, or in the whole schedule; undefined if it never ends. */
  readonly updatesInPeriod: number | undefined;
}

/** What an update rule reads for one coordinate. */
export interface Coordinate<T, Slot extends string = string, Scalar extends string = string> {
  /** The weight before the step. */
  readonly weight: T;
  readonly gradient: T;
  /** The rule's memory of this coordinate. */
  readonly slots: Readonly<Record<Slot, T>>;
  /** This update's scalars, the same for all coordinates. */
  readonly scalars: Readonly<Record<Scalar, T>>;
}

/** What an update rule gives for one coordinate. */
export interface Update<T, Slot extends string = string> {
  /** To be subtracted from the weight; contains the learning rate. */
  readonly delta: T;
  /** The slots after the step. */
  readonly slots: Readonly<Record<Slot, T>>;
}

/**
 * How a gradient becomes a step, written once for one coordinate. Everything that is the same for all
 * coordinates (bias corrections and the like) is computed by `scalars` on the host, in float64.
 */
export interface Rule<
  Hyper extends string = string,
  Slot extends string = string,
  Scalar extends string = string,
> {
  readonly name: string;
  /** The hyper-parameters it reads, and what they may be. */
  readonly hyperparameters: Readonly<Record<Hyper, Range>>;
  /** Names of the per-coordinate state, which starts at zero. */
  readonly slots: readonly Slot[];
  /** Names of the scalars, in the order kernels receive them. */
  readonly scalarNames: readonly Scalar[];
  /** The scalars of one update. */
  scalars(hyperparameters: Readonly<Record<Hyper, number>>, context: StepContext): Record<Scalar, number>;
  update<T>(arithmetic: Arithmetic<T>, coordinate: Coordinate<T, Slot, Scalar>): Update<T, Slot>;
}
