import type { Rule } from "./rule.js";

/** A rule that climbs: it sees the gradient with its sign turned, before any decay is added. */
export function maximizing<Hyper extends string, Slot extends string, Scalar extends string>(
  rule: Rule<Hyper, Slot, Scalar>,
): Rule<Hyper, Slot, Scalar> {
  return {
    ...rule,
    update: (arithmetic, coordinate) =>
      rule.update(arithmetic, {
        ...coordinate,
        gradient: arithmetic.sub(arithmetic.constant(0), coordinate.gradient),
      }),
  };
}
