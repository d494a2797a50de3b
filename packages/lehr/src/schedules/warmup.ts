import { checkKeys, checkRange, positiveInteger, unitInterval } from "../validation.js";
import { type Schedule, schedule } from "./schedule.js";

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
 * `LinearLR(start_factor=start, total_iters=updates)` ahead of the schedule.
 *
 * @throws RangeError if `updates` is not a positive integer or `start` not in [0, 1].
 */
export function warmup(after: Schedule, options: WarmupOptions): Schedule {
  checkKeys("warmup", options, ["updates", "start"]);
  const ramp = checkRange("warmup", "updates", options.updates, positiveInteger);
  const start = checkRange("warmup", "start", options.start ?? 1 / (ramp + 1), unitInterval);
  const { periodAt } = after;
  return schedule(
    (step, period) => {
      const rest = period === undefined ? undefined : Math.max(1, period - ramp);
      if (step >= ramp) return after(step - ramp, rest);
      return (start + ((1 - start) * step) / ramp) * after(0, rest);
    },
    {
      updates: after.updates === undefined ? undefined : after.updates + ramp,
      needsLength: after.needsLength,
      ...(periodAt && { periodAt: (step: number) => afterRamp(periodAt, ramp, step) }),
    },
  );
}

/** The warm-up belongs to the first period: it makes that one longer and moves the others back. */
function afterRamp(periodAt: NonNullable<Schedule["periodAt"]>, ramp: number, step: number) {
  const { index, start, updates } = periodAt(Math.max(0, step - ramp));
  return index === 0 ? { index, start: 0, updates: updates + ramp } : { index, start: start + ramp, updates };
}
