import { checkKeys, checkRange, positiveInteger, unitInterval } from "../validation.js";
import { type Schedule, schedule } from "./schedule.js";

export interface CosineOptions {
  /** The length T in updates; leave it out where a combinator such as `restarts` gives it. */
  updates?: number;
  /** Where eta ends, in [0, 1]; default 0. */
  floor?: number;
}

/**
 * Cosine annealing: eta = floor + (1 - floor) (1 + cos(pi step / T)) / 2 over the half-open [0, T), and
 * `floor` from T on. The paper's Equation 15 (SGDR, Equation 5), with T_cur counted in updates.
 *
 * @throws RangeError if `updates` is not a positive integer or `floor` not in [0, 1].
 */
export function cosine(options: CosineOptions = {}): Schedule {
  checkKeys("cosine", options, ["updates", "floor"]);
  const floor = checkRange("cosine", "floor", options.floor ?? 0, unitInterval);
  const updates =
    options.updates === undefined
      ? undefined
      : checkRange("cosine", "updates", options.updates, positiveInteger);
  return schedule(
    (step, period = updates) => {
      if (period === undefined) throw new RangeError(needsLength);
      if (step >= period) return floor;
      return floor + (1 - floor) * (0.5 + 0.5 * Math.cos((Math.PI * step) / period));
    },
    updates === undefined ? { needsLength } : { updates },
  );
}

const needsLength =
  "cosine() has no length: give cosine({ updates }), or restart it with restarts(cosine(), { period })";
