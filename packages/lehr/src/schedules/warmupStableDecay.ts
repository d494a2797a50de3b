import { checkKeys, checkRange } from "../validation.js";
import { describeWith } from "./description.js";
import { lengthOrFraction, stretchWithin } from "./lengthOrFraction.js";
import { oneMinusSqrt } from "./oneMinusSqrt.js";
import { overLength } from "./overLength.js";
import { checkPart, type Schedule, schedule } from "./schedule.js";
import { rampFactor } from "./warmup.js";

export interface WarmupStableDecayOptions {
  /** The length T in updates, all three parts together; leave it out where a combinator gives it. */
  updates?: number;
  /** W, the warm-up: updates, or a fraction of T in [0, 1); default 0. */
  warmup?: number;
  /** C, the cooldown: updates, or a fraction of T in [0, 1); default 0.2. */
  cooldown?: number;
  /** What the cooldown follows: a schedule without a length of its own; default `oneMinusSqrt()`. */
  shape?: Schedule;
}

/**
 * Warm-up, stable, decay (WSD, "trapezoidal"; Hu et al., 2024; Haegele et al., 2024): eta rises by 1/(W+1) per
 * update, is 1 until update T - C, and then follows `shape` over the last C updates to its end at T; without a
 * cooldown it stays 1. Should a combinator give it less than W + C updates, the cooldown comes first. Hugging Face's
 * `get_wsd_schedule`.
 *
 * @throws RangeError if `updates` is not a positive integer, `warmup` or `cooldown` neither a whole number nor
 *   a fraction in [0, 1), or the two longer than `updates`; TypeError if `shape` is not a schedule.
 */
export function warmupStableDecay(options: WarmupStableDecayOptions = {}): Schedule {
  const name = "warmupStableDecay";
  checkKeys(name, options, ["updates", "warmup", "cooldown", "shape"]);
  const warmup = checkRange(name, "warmup", options.warmup ?? 0, lengthOrFraction);
  const cooldown = checkRange(name, "cooldown", options.cooldown ?? 0.2, lengthOrFraction);
  const shape = checkPart(name, "shape", options.shape ?? oneMinusSqrt());
  const { updates } = options;
  const whole = overLength(name, updates, {}, (step, length) => {
    const down = stretchWithin(cooldown, length);
    const up = Math.min(stretchWithin(warmup, length), length - down);
    if (step < up) return rampFactor(step, up);
    return down === 0 || step < length - down ? 1 : shape(step - (length - down), down);
  });
  if (updates !== undefined) {
    const parts = stretchWithin(warmup, updates) + stretchWithin(cooldown, updates);
    if (parts > updates || warmup > updates || cooldown > updates) {
      throw new RangeError(
        `${name}: warmup and cooldown must fit into updates (${updates}), got ${warmup} and ${cooldown}`,
      );
    }
  }
  return schedule((step, period) => whole(step, period), {
    updates: whole.updates,
    needsLength: whole.needsLength,
    description: describeWith(name, { shape }, { updates, warmup, cooldown }),
  });
}
