import { checkFlag, checkKeys, checkRange, nonNegative, positive } from "../validation.js";
import { describe } from "./description.js";
import { type Schedule, schedule } from "./schedule.js";

export interface ExponentialOptions {
  /** gamma, what `every` updates multiply by, > 0. */
  factor: number;
  /** The updates it takes to multiply by `factor` once, > 0; default 1. */
  every?: number;
  /** Change only at whole multiples of `every`; default false. */
  staircase?: boolean;
  /** A bound, >= 0, that eta never passes: from above if it falls, from below if it rises; default none. */
  end?: number;
}

/**
 * Exponential decay: eta = factor^(step / every), for ever. PyTorch's `ExponentialLR(gamma=factor)`; optax's
 * `exponential_decay(transition_steps=every, decay_rate=factor, staircase, end_value=end)`; Keras'
 * `ExponentialDecay`. To reach a given value at a given update, see `geometric`.
 *
 * @throws RangeError if `factor` or `every` is not positive or `end` not a finite number >= 0.
 */
export function exponential(options: ExponentialOptions): Schedule {
  checkKeys("exponential", options, ["factor", "every", "staircase", "end"]);
  const factor = checkRange("exponential", "factor", options.factor, positive);
  const every = checkRange("exponential", "every", options.every ?? 1, positive);
  const staircase = checkFlag("exponential", "staircase", options.staircase);
  const { end } = options;
  if (end !== undefined) checkRange("exponential", "end", end, nonNegative);
  const bound = factor < 1 ? Math.max : Math.min;
  return schedule(
    (step) => {
      const eta = factor ** (staircase ? Math.floor(step / every) : step / every);
      return end === undefined ? eta : bound(eta, end);
    },
    { description: describe("exponential", { factor, every, staircase, end }) },
  );
}
