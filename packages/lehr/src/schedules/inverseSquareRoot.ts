import { checkKeys, checkRange, positive } from "../validation.js";
import { describe } from "./description.js";
import { type Schedule, schedule } from "./schedule.js";

export interface InverseSquareRootOptions {
  /** tau, the updates before the decay makes itself felt, > 0; default 1. */
  timescale?: number;
}

/**
 * Inverse square root decay: eta = sqrt(tau / (tau + step)), 1 at update 0, for ever. The Transformer's
 * schedule ("Noam") is `warmup(inverseSquareRoot({ timescale: W }), { updates: W, start: 0 })`, scaled to a
 * peak of 1; Hugging Face's `get_inverse_sqrt_schedule`.
 *
 * @throws RangeError if `timescale` is not positive.
 */
export function inverseSquareRoot(options: InverseSquareRootOptions = {}): Schedule {
  checkKeys("inverseSquareRoot", options, ["timescale"]);
  const timescale = checkRange("inverseSquareRoot", "timescale", options.timescale ?? 1, positive);
  return schedule((step) => Math.sqrt(timescale / (timescale + step)), {
    description: describe("inverseSquareRoot", { timescale }),
  });
}
