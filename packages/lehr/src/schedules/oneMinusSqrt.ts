import { checkKeys, checkRange, unitInterval } from "../validation.js";
import { overLength, progressAt } from "./overLength.js";
import type { Schedule } from "./schedule.js";

export interface OneMinusSqrtOptions {
  /** The length T in updates; leave it out where a combinator such as `restarts` gives it. */
  updates?: number;
  /** Where eta ends, in [0, 1]; default 0. */
  floor?: number;
}

/**
 * The 1-sqrt cooldown: eta = floor + (1 - floor) (1 - sqrt(step / T)) over the half-open [0, T), and `floor`
 * from T on. It drops fast at first; at the end of a long constant stretch it served better than a line
 * (Haegele et al., 2024). Usually the last part of `warmupStableDecay`.
 *
 * @throws RangeError if `updates` is not a positive integer or `floor` not in [0, 1].
 */
export function oneMinusSqrt(options: OneMinusSqrtOptions = {}): Schedule {
  checkKeys("oneMinusSqrt", options, ["updates", "floor"]);
  const floor = checkRange("oneMinusSqrt", "floor", options.floor ?? 0, unitInterval);
  return overLength(
    "oneMinusSqrt",
    options.updates,
    { floor },
    (step, length) => floor + (1 - floor) * (1 - Math.sqrt(progressAt(step, length))),
  );
}
