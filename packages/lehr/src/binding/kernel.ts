import type { Rule } from "../rules/rule.js";
import { dtypeOf } from "../state/optimizerState.js";
import type { FloatArray } from "./arena.js";
import { referenceKernels } from "./referenceKernel.js";
import { evaluationSource, kernelSource, sumsSource } from "./source.js";

/**
 * A pass over one tensor.
 *
 * @param slots the tensor's slots, in the order of the rule's `slots`.
 * @param scalars this update's scalars, in the order of `kernelScalars`.
 */
export type Pass<Result> = (
  weights: FloatArray,
  gradients: FloatArray,
  slots: readonly FloatArray[],
  scalars: readonly number[],
) => Result;

/** A rule as loops over a tensor. */
export interface Kernels {
  /** One step, in place. */
  readonly step: Pass<void>;
  /** The sums the rule needs before a step, in the order of their names. */
  readonly sums: Pass<number[]> | undefined;
  /** The weights to evaluate, written to `gradients`, for a rule that trains at another point. */
  readonly evaluation: Pass<void> | undefined;
}

/**
 * A rule as plain JavaScript loops, generated from the rule itself. The arithmetic is float64; slots and
 * weights are rounded to their arrays' type as they are stored. Where a page's security policy forbids
 * generated code, the reference interpreter runs the rule instead: slower, the same numbers.
 */
export function kernels(rule: Rule): Kernels {
  const { sums, evaluation } = rule;
  const generated = <Result>(source: string) =>
    new Function("weights", "gradients", "slots", "scalars", source) as Pass<Result>;
  try {
    return {
      step: generated(kernelSource(rule)),
      sums: sums && generated(sumsSource(rule, sums)),
      evaluation: evaluation && generated(evaluationSource(rule, evaluation)),
    };
  } catch (error) {
    if (error instanceof EvalError) return referenceKernels(rule);
    throw error;
  }
}

/** One set of loops per rule and array type, so that the compiler sees one type of array in each. */
export function kernelsFor(rule: Rule, array: FloatArray): Kernels {
  const ofType = known[dtypeOf(array)];
  const made = ofType.get(rule) ?? kernels(rule);
  ofType.set(rule, made);
  return made;
}
const known = { F32: new WeakMap<Rule, Kernels>(), F64: new WeakMap<Rule, Kernels>() };
