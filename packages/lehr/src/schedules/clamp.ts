import { checkKeys, checkRange, nonNegative } from "../validation.js";
import { describeWith } from "./description.js";
import { changed, checkPart, type Schedule } from "./schedule.js";

export interface ClampOptions {
  /** The least value, >= 0; default 0. */
  min?: number;
  /** The greatest value, >= min; default: no bound. */
  max?: number;
}

/**
 * A schedule kept between bounds: eta = min(max(eta_of, min), max). Length and periods stay the same.
 *
 * @param of the schedule to bound.
 * @throws RangeError if a bound is not a finite number >= 0, or `max` is less than `min`.
 */
export function clamp(of: Schedule, options: ClampOptions): Schedule {
  checkKeys("clamp", options, ["min", "max"]);
  checkPart("clamp", "the first argument", of);
  const min = checkRange("clamp", "min", options.min ?? 0, nonNegative);
  const max = options.max === undefined ? undefined : checkRange("clamp", "max", options.max, nonNegative);
  if (max !== undefined && max < min) {
    throw new RangeError(`clamp: max must be at least min (${min}), got ${max}`);
  }
  const bounded = (eta: number) => Math.min(Math.max(eta, min), max ?? Number.POSITIVE_INFINITY);
  return changed(of, bounded, describeWith("clamp", { of }, { min, max }));
}
