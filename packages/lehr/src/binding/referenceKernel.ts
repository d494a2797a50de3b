import { numbers } from "../arithmetic/numbers.js";
import type { Coordinate, Rule } from "../rules/rule.js";
import { byName } from "./byName.js";
import type { Kernels, Pass } from "./kernel.js";
import { kernelScalars } from "./source.js";

/** The loops of a rule through the reference interpreter: no code is generated. */
export function referenceKernels(rule: Rule): Kernels {
  const { sums, evaluation } = rule;
  const scalarNames = kernelScalars(rule);
  const pass =
    <Result>(
      visit: (coordinate: Coordinate<number>, i: number, ...tensor: Parameters<Pass<Result>>) => void,
    ) =>
    (...tensor: Parameters<Pass<Result>>): void => {
      const [weights, gradients, slots, scalars] = tensor;
      const scalarsByName = byName(scalarNames, (i) => scalars[i]!);
      for (let i = 0; i < weights.length; i++) {
        const coordinate = {
          weight: weights[i]!,
          gradient: gradients[i]!,
          slots: byName(rule.slots, (slot) => slots[slot]![i]!),
          scalars: scalarsByName,
        };
        visit(coordinate, i, ...tensor);
      }
    };
  return {
    step: pass((coordinate, i, weights, _, slots) => {
      const update = rule.update(numbers, coordinate);
      rule.slots.forEach((name, slot) => {
        slots[slot]![i] = update.slots[name]!;
      });
      weights[i] = coordinate.weight - update.delta;
    }),
    sums:
      sums &&
      ((...tensor) => {
        const totals = sums.names.map(() => 0);
        pass((coordinate) => {
          const terms = sums.terms(numbers, coordinate);
          sums.names.forEach((name, sum) => {
            totals[sum]! += terms[name]!;
          });
        })(...tensor);
        return totals;
      }),
    evaluation:
      evaluation &&
      pass((coordinate, i, _, results) => {
        results[i] = evaluation(numbers, coordinate);
      }),
  };
}
