import type { TensorSums } from "./rule.js";

/** The sums of a rule, which stay its sums where it is made to see other coordinates. */
export function tensorSums<Slot extends string, Scalar extends string>(
  sums: Omit<TensorSums<Slot, Scalar>, "seeing">,
): TensorSums<Slot, Scalar> {
  return {
    ...sums,
    seeing: (see) =>
      tensorSums({
        ...sums,
        terms: (arithmetic, coordinate) => sums.terms(arithmetic, see(arithmetic, coordinate)),
      }),
  };
}
