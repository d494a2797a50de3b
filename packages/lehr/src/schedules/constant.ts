import { checkKeys, checkRange, nonNegative, positiveInteger } from "../validation.js";
import { describe } from "./description.js";
import { type Schedule, schedule } from "./schedule.js";

export interface ConstantOptions {
  /** The multiplier, >= 0; default 1. */
  factor?: number;
  /** The update from which the multiplier is 1 instead; default: never. */
  until?: number;
}

/**
 * No annealing: eta = factor at every update. With `until`, eta = factor at the updates before it and 1 from
 * it on, which is PyTorch's `ConstantLR(factor, total_iters=until)`. optax's `constant_schedule`.
 *
 * @throws RangeError if `factor` is not a finite number >= 0 or `until` not a positive integer.
 */
export function constant(options: ConstantOptions = {}): Schedule {
  checkKeys("constant", options, ["factor", "until"]);
  const { until } = options;
  const factor = checkRange("constant", "factor", options.factor ?? 1, nonNegative);
  if (until !== undefined) checkRange("constant", "until", until, positiveInteger);
  return schedule((step) => (until !== undefined && step >= until ? 1 : factor), {
    description: describe("constant", { factor, until }),
  });
}
