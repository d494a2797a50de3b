import { checkChoice, checkKeys } from "../validation.js";
import { checkAscending } from "./ascending.js";
import { describe } from "./description.js";
import { checkMultipliers } from "./multipliers.js";
import { type Anneal, interpolate } from "./oneCyclePhases.js";
import { type Schedule, schedule } from "./schedule.js";

export interface PiecewiseInterpolateOptions {
  /** The updates at which a value is reached, strictly ascending, the first 0. */
  at: readonly number[];
  /** The values of eta reached there, >= 0. */
  values: readonly number[];
  /** The shape between two of them; default "linear". */
  anneal?: Anneal;
}

/**
 * Interpolation between given values: eta = values[k] at update at[k], a line or half a cosine between, and
 * the last value from the last update on. optax's `piecewise_interpolate_schedule` (which gives factors
 * instead of values).
 *
 * @throws RangeError if `at` is not strictly ascending whole numbers from 0 or `values` not as many finite
 *   numbers >= 0; TypeError if `anneal` is none of its choices.
 */
export function piecewiseInterpolate(options: PiecewiseInterpolateOptions): Schedule {
  const name = "piecewiseInterpolate";
  checkKeys(name, options, ["at", "values", "anneal"]);
  const at = checkAscending(name, "at", options.at);
  if (at[0] !== 0) throw new RangeError(`${name}: at must begin with 0, got ${at[0]}`);
  const values = checkMultipliers(name, "values", options.values, at.length);
  const anneal = checkChoice(name, "anneal", options.anneal ?? "linear", ["cosine", "linear"]);
  const last = at.length - 1;
  return schedule(
    (step) => {
      const next = at.findIndex((knot) => knot > step);
      if (next === -1) return values[last]!;
      const progress = (step - at[next - 1]!) / (at[next]! - at[next - 1]!);
      return interpolate(anneal, values[next - 1]!, values[next]!, progress);
    },
    {
      updates: last === 0 ? undefined : at[last]!,
      description: describe(name, { at, values, anneal }),
    },
  );
}
