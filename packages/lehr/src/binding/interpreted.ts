import type { Arithmetic } from "../arithmetic/arithmetic.js";
import { numbers } from "../arithmetic/numbers.js";
import type { Coordinate, Rule } from "../rules/rule.js";
import { byName } from "./byName.js";
import type { Pass } from "./kernel.js";
import { kernelScalars } from "./source.js";

/**
 * A loop over the coordinates of one tensor through the reference interpreter: no code is generated.
 *
 * @param visit runs a part of the rule for one coordinate, the `i`th, and stores its results.
 */
export function interpreted(
  rule: Rule,
  visit: (
    arithmetic: Arithmetic<number>,
    coordinate: Coordinate<number>,
    i: number,
    ...tensor: Parameters<Pass<void>>
  ) => void,
): Pass<void> {
  return (...tensor) => {
    const [weights, gradients, slots, scalars] = tensor;
    // One object for all coordinates: making one for each takes several times as long.
    const coordinate = {
      weight: 0,
      gradient: 0,
      slots: byName(rule.slots, () => 0),
      scalars: byName(kernelScalars(rule), (i) => scalars[i]!),
    };
    for (let i = 0; i < weights.length; i++) {
      coordinate.weight = weights[i]!;
      coordinate.gradient = gradients[i]!;
      for (let slot = 0; slot < slots.length; slot++) {
        coordinate.slots[rule.slots[slot]!] = slots[slot]![i]!;
      }
      visit(numbers, coordinate, i, ...tensor);
    }
  };
}
