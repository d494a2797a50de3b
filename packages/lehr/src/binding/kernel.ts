import { javascript } from "../arithmetic/javascript.js";
import { numbers } from "../arithmetic/numbers.js";
import type { Rule } from "../rules/rule.js";
import type { FloatArray } from "./arena.js";

/**
 * One step over one tensor, in place.
 *
 * @param slots the tensor's slots, in the order of the rule's `slots`.
 * @param scalars this update's scalars, in the order of the rule's `scalarNames`.
 */
export type Kernel = (
  weights: FloatArray,
  gradients: FloatArray,
  slots: readonly FloatArray[],
  scalars: readonly number[],
) => void;

/**
 * A rule as a plain JavaScript loop, generated from the rule itself. The arithmetic is float64; slots and
 * weights are rounded to their arrays' type as they are stored. Where a page's security policy forbids
 * generated code, the reference interpreter runs the rule instead: slower, the same numbers.
 */
export function kernel(rule: Rule): Kernel {
  const source = kernelSource(rule);
  try {
    return new Function("weights", "gradients", "slots", "scalars", source) as Kernel;
  } catch (error) {
    if (error instanceof EvalError) return referenceKernel(rule);
    throw error;
  }
}

/** The body of the loop, for `kernel` and for whoever wants to read what a rule does. */
export function kernelSource(rule: Rule): string {
  const { arithmetic, statements } = javascript();
  const named = (prefix: string, names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, `${prefix}_${name}`]));
  const { delta, slots } = rule.update(arithmetic, {
    weight: "weight",
    gradient: "gradient",
    slots: named("slot", rule.slots),
    scalars: named("scalar", rule.scalarNames),
  });
  return [
    ...rule.scalarNames.map((name, i) => `const scalar_${name} = scalars[${i}];`),
    ...rule.slots.map((name, i) => `const array_${name} = slots[${i}];`),
    "for (let i = 0; i < weights.length; i++) {",
    "const weight = weights[i];",
    "const gradient = gradients[i];",
    ...rule.slots.map((name) => `const slot_${name} = array_${name}[i];`),
    ...statements,
    ...rule.slots.map((name) => `array_${name}[i] = ${slots[name]};`),
    `weights[i] = weight - ${delta};`,
    "}",
  ].join("\n");
}

/** The same step through the reference interpreter. */
export function referenceKernel(rule: Rule): Kernel {
  return (weights, gradients, slots, scalars) => {
    const scalarsByName = Object.fromEntries(rule.scalarNames.map((name, i) => [name, scalars[i]!]));
    for (let i = 0; i < weights.length; i++) {
      const slotsByName = Object.fromEntries(rule.slots.map((name, s) => [name, slots[s]![i]!]));
      const update = rule.update(numbers, {
        weight: weights[i]!,
        gradient: gradients[i]!,
        slots: slotsByName,
        scalars: scalarsByName,
      });
      rule.slots.forEach((name, s) => {
        slots[s]![i] = update.slots[name]!;
      });
      weights[i] = weights[i]! - update.delta;
    }
  };
}
