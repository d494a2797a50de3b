import { checkRange, wholeNumber } from "../validation.js";
import type { Schedule } from "./schedule.js";

/** What is left of a schedule, in updates. */
export interface RemainingUpdates {
  /** Until the next restart, or the end of the last period; undefined for a schedule without restarts. */
  readonly inPeriod: number | undefined;
  /** Until the end of the schedule; undefined if it never ends or does not know its length. */
  readonly inSchedule: number | undefined;
}

/**
 * How many updates of a schedule are still to be done before update `step` counts as its end: 0 from the end
 * on.
 *
 * @param step the 0-based update about to be done.
 * @throws RangeError if `step` is not a whole number.
 */
export function remainingUpdates(schedule: Schedule, step: number): RemainingUpdates {
  checkRange("remainingUpdates", "step", step, wholeNumber);
  const { updates, periodAt } = schedule;
  const period = periodAt?.(step);
  return {
    inPeriod: period && Math.max(0, period.start + period.updates - step),
    inSchedule: updates === undefined ? undefined : Math.max(0, updates - step),
  };
}
