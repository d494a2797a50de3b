import { checkKeys, checkRange, finiteNumber, unitInterval } from "../validation.js";
import { overLength, progressAt } from "./overLength.js";
import type { Schedule } from "./schedule.js";

export interface TanhOptions {
  /** The length T in updates; leave it out where a combinator such as `restarts` gives it. */
  updates?: number;
  /** L, where on the hyperbolic tangent the schedule begins; default -7. */
  from?: number;
  /** U, where on the hyperbolic tangent it ends, more than `from`; default 3. */
  to?: number;
  /** Where eta ends, in [0, 1]; default 0. */
  floor?: number;
}

/**
 * Hyperbolic-tangent decay (Hsueh et al., 2019) over the half-open [0, T), x = step / T:
 *
 *     eta = floor + (1 - floor) (1 - tanh(L (1 - x) + U x)) / 2
 *
 * and `floor` from T on. timm's `TanhLRScheduler`, where L is `lb` and U is `ub`.
 *
 * @throws RangeError if `updates` is not a positive integer, `floor` not in [0, 1], or `from` not below `to`.
 */
export function tanh(options: TanhOptions = {}): Schedule {
  checkKeys("tanh", options, ["updates", "from", "to", "floor"]);
  const from = checkRange("tanh", "from", options.from ?? -7, finiteNumber);
  const to = checkRange("tanh", "to", options.to ?? 3, finiteNumber);
  const floor = checkRange("tanh", "floor", options.floor ?? 0, unitInterval);
  if (from >= to) throw new RangeError(`tanh: from must be less than to, got from ${from} and to ${to}`);
  return overLength("tanh", options.updates, { from, to, floor }, (step, length) => {
    const progress = progressAt(step, length);
    if (progress === 1) return floor;
    return floor + (1 - floor) * 0.5 * (1 - Math.tanh(from * (1 - progress) + to * progress));
  });
}
