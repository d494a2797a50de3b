import { checkKeys, checkRange, positive } from "../validation.js";
import { overLength, progressAt } from "./overLength.js";
import type { Schedule } from "./schedule.js";

export interface GeometricOptions {
  /** The length T in updates; leave it out where a combinator such as `restarts` gives it. */
  updates?: number;
  /** eta at update 0, > 0; default 1. */
  start?: number;
  /** eta at update T and from there on, > 0. */
  end: number;
}

/**
 * Geometric interpolation, a straight line on a logarithmic axis: eta = start (end / start)^min(step / T, 1).
 * fastai's `SchedExp`.
 *
 * @throws RangeError if `updates` is not a positive integer or `start` or `end` not positive.
 */
export function geometric(options: GeometricOptions): Schedule {
  checkKeys("geometric", options, ["updates", "start", "end"]);
  const start = checkRange("geometric", "start", options.start ?? 1, positive);
  const end = checkRange("geometric", "end", options.end, positive);
  return overLength("geometric", options.updates, { start, end }, (step, length) =>
    step >= length ? end : start * (end / start) ** progressAt(step, length),
  );
}
