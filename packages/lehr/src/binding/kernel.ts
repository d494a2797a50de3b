import type { Rule } from "../rules/rule.js";
import type { FloatArray } from "./arena.js";
import { dtypeOf } from "./dtype.js";
import { interpreted } from "./interpreted.js";
import { loopSource } from "./source.js";

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
  /** The scalars the rule's `sums` make, in the order of their names, before a step. */
  readonly derived?: Pass<number[]>;
  /** Brings slots that start at the weights to them: weights may be loaded until the first update. */
  start?(weights: FloatArray, slots: readonly FloatArray[]): void;
  /** The weights to evaluate, written to `gradients`, for a rule that trains at another point. */
  readonly evaluation?: Pass<void>;
}

/**
 * A pass as plain JavaScript, generated. The arithmetic is float64; slots and weights are rounded to their arrays'
 * type as they are stored. Where a page's security policy forbids generated code, the reference interpreter runs
 * the rule instead: the same numbers, ten to a hundred times slower.
 */
export function kernel<Result>(source: string, reference: Pass<Result>): Pass<Result> {
  try {
    return new Function("weights", "gradients", "slots", "scalars", source) as Pass<Result>;
  } catch (error) {
    if (error instanceof EvalError) return reference;
    throw error;
  }
}

/** All loops of a rule: the step's, and those it brings itself. */
export function kernels(rule: Rule): Kernels {
  const reference = interpreted(rule, (arithmetic, coordinate, i, weights, _, slots) => {
    const update = rule.update(arithmetic, coordinate);
    rule.slots.forEach((name, slot) => {
      slots[slot]![i] = update.slots[name]!;
    });
    weights[i] = coordinate.weight - update.delta;
  });
  return { step: kernel(kernelSource(rule), reference), ...rule.loops?.(rule) };
}

/** One step, in place: the body of a kernel, and for whoever wants to read what a rule does. */
export function kernelSource(rule: Rule): string {
  return loopSource(rule, (arithmetic, coordinate) => {
    const update = rule.update(arithmetic, coordinate);
    return [
      ...rule.slots.map((name) => `array_${name}[i] = ${update.slots[name]};`),
      `weights[i] = weight - ${update.delta};`,
    ];
  });
}

/** One set of loops per rule and array type, so that the compiler sees one type of array in each. */
export function kernelsFor(rule: Rule, array: FloatArray): Kernels {
  const ofType = known[dtypeOf(array)];
  const made = ofType.get(rule) ?? kernels(rule);
  ofType.set(rule, made);
  return made;
}
const known = { F32: new WeakMap<Rule, Kernels>(), F64: new WeakMap<Rule, Kernels>() };
