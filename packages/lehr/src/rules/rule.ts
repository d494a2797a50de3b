import type { Arithmetic } from "../arithmetic/arithmetic.js";
import type { Kernels } from "../binding/kernel.js";
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
  /** This update's scalars, the same for all coordinates; those made by `sums`, for all of a tensor. */
  readonly scalars: Readonly<Record<Scalar, T>>;
}

/** What an update rule gives for one coordinate. */
export interface Update<T, Slot extends string = string> {
  /** To be subtracted from the weight; contains the learning rate. */
  readonly delta: T;
  /** The slots after the step. */
  readonly slots: Readonly<Record<Slot, T>>;
}

/** Numbers a rule carries from update to update, the same for all coordinates, in float64. */
export interface RuleMemory<Hyper extends string = string> {
  readonly start: Readonly<Record<string, number>>;
  /** The memory after an update. */
  next(
    hyperparameters: Readonly<Record<Hyper, number>>,
    context: StepContext,
    memory: Readonly<Record<string, number>>,
  ): Record<string, number>;
}

/**
 * Sums over one tensor that a rule needs before it can step: norms, mostly. They are taken in a pass of their
 * own, over the weights, gradients and slots from before the step. Made by `tensorSums`.
 */
export interface TensorSums<Slot extends string = string, Scalar extends string = string> {
  readonly names: readonly string[];
  /** What one coordinate adds to each sum; reads no derived scalar. */
  terms<T>(arithmetic: Arithmetic<T>, coordinate: Coordinate<T, Slot, Scalar>): Readonly<Record<string, T>>;
  /** Names of the scalars derived from the sums, in the order kernels receive them. */
  readonly scalarNames: readonly string[];
  /** The derived scalars of one tensor, computed on the host in float64. */
  scalars(
    sums: Readonly<Record<string, number>>,
    scalars: Readonly<Record<Scalar, number>>,
  ): Record<string, number>;
  /** The same sums over what `see` makes of each coordinate. */
  seeing(
    see: <T>(
      arithmetic: Arithmetic<T>,
      coordinate: Coordinate<T, Slot, Scalar>,
    ) => Coordinate<T, Slot, Scalar>,
  ): TensorSums<Slot, Scalar>;
}

/**
 * How a gradient becomes a step, written once for one coordinate. Everything that is the same for all
 * coordinates (bias corrections and the like) is computed by `scalars` on the host, in float64.
 *
 * `Scalar` names all the scalars `update` reads; `Derived` those of them that `sums` makes, tensor by tensor.
 */
export interface Rule<
  Hyper extends string = string,
  Slot extends string = string,
  Scalar extends string = string,
  Derived extends string = never,
> {
  readonly name: string;
  /** The hyper-parameters it reads, and what they may be. */
  readonly hyperparameters: Readonly<Record<Hyper, Range>>;
  /** Names of the per-coordinate state, which starts at zero where `slotStarts` does not say otherwise. */
  readonly slots: readonly Slot[];
  /** Slots that start at another number; `loops` may have a `start` for those that start at the weights. */
  readonly slotStarts?: Readonly<Partial<Record<Slot, number>>>;
  /** Names of the scalars that `scalars` gives, in the order kernels receive them. */
  readonly scalarNames: readonly Exclude<Scalar, Derived>[];
  /** What the host carries from update to update, where a rule needs it. */
  readonly memory?: RuleMemory<Hyper>;
  /** What is added up over a tensor before it is stepped, where a rule needs it. */
  readonly sums?: TensorSums<Slot, Scalar>;
  /** The scalars of one update; `memory` is from before it. */
  scalars(
    hyperparameters: Readonly<Record<Hyper, number>>,
    context: StepContext,
    memory: Readonly<Record<string, number>>,
  ): Record<Exclude<Scalar, Derived>, number>;
  /** The step of one coordinate and its slots after it. */
  update<T>(arithmetic: Arithmetic<T>, coordinate: Coordinate<T, Slot, Scalar>): Update<T, Slot>;
  /** The weight to evaluate and to deploy, for a rule that trains at another point. */
  evaluation?<T>(
    arithmetic: Arithmetic<T>,
    coordinate: Pick<Coordinate<T, Slot, Scalar>, "weight" | "slots">,
  ): T;
  /**
   * Makes the loops a rule needs besides its step's, such as `sumsLoop` for `sums` or `evaluationLoop` for an
   * `evaluation`: brought by the rules that have one, so that bundles of other rules are without.
   */
  loops?(rule: Rule): Partial<Kernels>;
}
