import { checkKeys, checkRange, positiveInteger, unitInterval } from "../validation.js";
import { describeWith } from "./description.js";
import { checkPart, type Period, type Schedule, schedule } from "./schedule.js";

export interface WarmupOptions {
  /** Length of the warm-up in updates. */
  updates: number;
  /** Where the ramp begins, as a fraction of the schedule's first value; default 1 / (updates + 1). */
  start?: number;
}

/**
 * Linear warm-up before any schedule: the factor goes from `start` at update 0 to 1 at update `updates`,
 * where the schedule begins at its own update 0. With the default start the factors are 1/(W+1), 2/(W+1),
 * ...: no update is wasted on a rate of zero and none doubles the peak. With `start` given it is PyTorch's
 * `LinearLR(start_factor=start, total_iters=updates)` ahead of the schedule. The schedule's own length does
 * not count the warm-up (optax's `decay_steps` does).
 *
 * @param after the schedule to warm up for.
 * @throws RangeError if `updates` is not a positive integer or `start` not in [0, 1].
 */
export function warmup(after: Schedule, options: WarmupOptions): Schedule {
  checkKeys("warmup", options, ["updates", "start"]);
  checkPart("warmup", "the first argument", after);
  const ramp = checkRange("warmup", "updates", options.updates, positiveInteger);
  const start = checkRange("warmup", "start", options.start ?? 1 / (ramp + 1), unitInterval);
  const { periodAt } = after;
  return schedule(
    (step, period) => {
      const rest = period === undefined ? undefined : Math.max(1, period - ramp);
      if (step >= ramp) return after(step - ramp, rest);
      return rampFactor(step, ramp, start) * after(0, rest);
    },
    {
      updates: after.updates === undefined ? undefined : after.updates + ramp,
      needsLength: after.needsLength,
      ...(periodAt && { periodAt: (step: number) => periodAfter(ramp, periodAt, step) }),
      description: describeWith("warmup", { after }, { updates: ramp, start }),
    },
  );
}

/** The factor of a linear warm-up of `ramp` updates at one of them. */
export function rampFactor(step: number, ramp: number, start = 1 / (ramp + 1)): number {
  return start + ((1 - start) * step) / ramp;
}

/** What comes before a schedule belongs to its first period: it makes that one longer and moves the others back. */
export function periodAfter(ahead: number, periodAt: (step: number) => Period, step: number): Period {
  const { index, start, updates } = periodAt(Math.max(0, step - ahead));
  return index === 0
    ? { index, start: 0, updates: updates + ahead }
    : { index, start: start + ahead, updates };
}
