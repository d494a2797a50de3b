import { numbers } from "../arithmetic/numbers.js";
import type { Coordinate, Rule } from "../rules/rule.js";
import type { FloatArray } from "./arena.js";
import type { Kernels } from "./kernel.js";
import { kernelScalars } from "./source.js";

/** The loops of a rule through the reference interpreter: no code is generated. */
export function referenceKernels(rule: Rule): Kernels {
  const { sums, evaluation } = rule;
  const scalarNames = kernelScalars(rule);

  function* coordinates(
    weights: FloatArray,
    gradients: FloatArray,
    slots: readonly FloatArray[],
    scalars: readonly number[],
  ): Generator<Coordinate<number>> {
    const scalarsByName = Object.fromEntries(scalarNames.map((name, i) => [name, scalars[i]!]));
    for (let i = 0; i < weights.length; i++) {
      yield {
        weight: weights[i]!,
        gradient: gradients[i]!,
        slots: Object.fromEntries(rule.slots.map((name, s) => [name, slots[s]![i]!])),
        scalars: scalarsByName,
      };
    }
  }

  return {
    step(weights, gradients, slots, scalars) {
      let i = 0;
      for (const coordinate of coordinates(weights, gradients, slots, scalars)) {
        const update = rule.update(numbers, coordinate);
        rule.slots.forEach((name, s) => {
          slots[s]![i] = update.slots[name]!;
        });
        weights[i++] = coordinate.weight - update.delta;
      }
    },
    sums:
      sums &&
      ((...tensor) => {
        const totals = sums.names.map(() => 0);
        for (const coordinate of coordinates(...tensor)) {
          const terms = sums.terms(numbers, coordinate);
          sums.names.forEach((name, s) => {
            totals[s]! += terms[name]!;
          });
        }
        return totals;
      }),
    evaluation:
      evaluation &&
      ((weights, results, slots, scalars) => {
        let i = 0;
        for (const coordinate of coordinates(weights, results, slots, scalars)) {
          results[i++] = evaluation(numbers, coordinate);
        }
      }),
  };
}
