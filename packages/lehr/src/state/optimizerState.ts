import type { FloatArray } from "../binding/arena.js";
import type { Dtype } from "../binding/dtype.js";

/** What an optimizer remembers of one parameter. */
export interface ParameterState {
  /** The name of the rule that steps it. */
  readonly rule: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** The rule's numbers. */
  readonly memory: Readonly<Record<string, number>>;
  /** The rule's arrays, by slot. */
  readonly slots: Readonly<Record<string, FloatArray>>;
}

/** What something around a step (an average, an accumulation ...) remembers. */
export interface AroundState {
  readonly numbers: Readonly<Record<string, number>>;
  /** Arrays by what they are and then by parameter. */
  readonly arrays: Readonly<Record<string, Readonly<Record<string, FloatArray>>>>;
}

/** The whole state of an optimizer, without the weights. */
export interface OptimizerState {
  /** Updates done. */
  readonly updates: number;
  /** alpha, the base learning rate, by parameter; null where it is a function of the update. */
  readonly learningRates: Readonly<Record<string, number | null>>;
  readonly parameters: Readonly<Record<string, ParameterState>>;
  /** What is around its step, by name. */
  readonly around: Readonly<Record<string, AroundState>>;
}
