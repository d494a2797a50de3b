import { checkKeys } from "../validation.js";
import { checkAscending } from "./ascending.js";
import { describe } from "./description.js";
import { checkMultipliers } from "./multipliers.js";
import { type Schedule, schedule } from "./schedule.js";

export interface PiecewiseConstantOptions {
  /** The updates from which the second, third, ... value is in force, strictly ascending. */
  boundaries: readonly number[];
  /** The values of eta, >= 0, one more than there are boundaries. */
  values: readonly number[];
}

/**
 * Constant pieces: eta = values[k], k the number of boundaries <= step. optax's `piecewise_constant_schedule`
 * gives factors instead of values; in Keras' `PiecewiseConstantDecay` a boundary still has the old value, so
 * add 1 to each.
 *
 * @throws RangeError if the boundaries are not strictly ascending whole numbers >= 1 or the values not finite
 *   numbers >= 0, one more than there are boundaries.
 */
export function piecewiseConstant(options: PiecewiseConstantOptions): Schedule {
  const name = "piecewiseConstant";
  checkKeys(name, options, ["boundaries", "values"]);
  const boundaries = checkAscending(name, "boundaries", options.boundaries, { from: 1 });
  const values = checkMultipliers(name, "values", options.values, boundaries.length + 1);
  return schedule((step) => values[boundaries.filter((boundary) => boundary <= step).length]!, {
    description: describe(name, { boundaries, values }),
  });
}
