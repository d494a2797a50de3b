import type { Arithmetic } from "../arithmetic/arithmetic.js";
import type { Coordinate, Rule } from "./rule.js";

/** A rule that sees another gradient: the one `change` makes of a coordinate. */
export function onGradient<
  Hyper extends string,
  Slot extends string,
  Scalar extends string,
  Derived extends string,
>(
  rule: Rule<Hyper, Slot, Scalar, Derived>,
  change: <T>(arithmetic: Arithmetic<T>, coordinate: Coordinate<T, Slot, Scalar>) => T,
): Rule<Hyper, Slot, Scalar, Derived> {
  const changed = <T>(arithmetic: Arithmetic<T>, coordinate: Coordinate<T, Slot, Scalar>) => ({
    ...coordinate,
    gradient: change(arithmetic, coordinate),
  });
  return {
    ...rule,
    update: (arithmetic, coordinate) => rule.update(arithmetic, changed(arithmetic, coordinate)),
    ...(rule.sums && { sums: rule.sums.seeing(changed) }),
  };
}
