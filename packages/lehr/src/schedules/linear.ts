import { checkKeys, checkRange, nonNegative } from "../validation.js";
import { overLength, progressAt } from "./overLength.js";
import type { Schedule } from "./schedule.js";

export interface LinearOptions {
  /** The length T in updates; leave it out where a combinator such as `restarts` gives it. */
  updates?: number;
  /** eta at update 0, >= 0; default 1. */
  start?: number;
  /** eta at update T and from there on, >= 0; default 0. */
  end?: number;
}

/**
 * A straight line: eta = start + (end - start) min(step / T, 1). PyTorch's `LinearLR(start_factor,
 * end_factor, total_iters)`, whose defaults go from 1/3 up to 1; optax's `linear_schedule`.
 *
 * @throws RangeError if `updates` is not a positive integer or `start` or `end` not a finite number >= 0.
 */
export function linear(options: LinearOptions = {}): Schedule {
  checkKeys("linear", options, ["updates", "start", "end"]);
  const start = checkRange("linear", "start", options.start ?? 1, nonNegative);
  const end = checkRange("linear", "end", options.end ?? 0, nonNegative);
  return overLength("linear", options.updates, { start, end }, (step, length) =>
    step >= length ? end : start + (end - start) * progressAt(step, length),
  );
}
