import { checkFlag, checkKeys, checkRange, positive, unitInterval } from "../validation.js";
import { describe } from "./description.js";
import { overLength, progressAt } from "./overLength.js";
import { type Schedule, schedule } from "./schedule.js";

export interface PolynomialOptions {
  /** The length T in updates; leave it out where a combinator such as `restarts` gives it. */
  updates?: number;
  /** p, > 0; default 1, a straight line. */
  power?: number;
  /** Where eta ends, in [0, 1]; default 0. */
  floor?: number;
  /** k of k-decay, what the elapsed fraction is raised to, > 0; default 1. */
  kDecay?: number;
  /** Once T has passed, stretch T to the next multiple of itself, for ever; default false. */
  cycle?: boolean;
}

/**
 * Polynomial decay over the half-open [0, T): eta = floor + (1 - floor) (1 - (step / T)^k)^p, and `floor`
 * from T on. With `cycle` T is replaced by T ceil(step / T), so that eta jumps up after each multiple of T.
 * PyTorch's `PolynomialLR`, optax's `polynomial_schedule`, Keras' `PolynomialDecay`, timm's
 * `PolyLRScheduler`.
 *
 * @throws RangeError if `updates` is not a positive integer, `floor` not in [0, 1], or `power` or `kDecay`
 *   not positive; TypeError if `cycle` is not a boolean.
 */
export function polynomial(options: PolynomialOptions = {}): Schedule {
  const name = "polynomial";
  checkKeys(name, options, ["updates", "power", "floor", "kDecay", "cycle"]);
  const power = checkRange(name, "power", options.power ?? 1, positive);
  const floor = checkRange(name, "floor", options.floor ?? 0, unitInterval);
  const kDecay = checkRange(name, "kDecay", options.kDecay ?? 1, positive);
  const cycle = checkFlag(name, "cycle", options.cycle);
  const fall = (progress: number) => floor + (1 - floor) * (1 - progress ** kDecay) ** power;
  const once = overLength(name, options.updates, { power, floor, kDecay, cycle }, (step, length) =>
    fall(progressAt(step, length)),
  );
  const length = once.updates;
  if (!cycle || length === undefined) return once;
  return schedule((step) => fall(step === 0 ? 0 : step / (length * Math.ceil(step / length))), {
    description: describe(name, { updates: length, power, floor, kDecay, cycle }),
  });
}
