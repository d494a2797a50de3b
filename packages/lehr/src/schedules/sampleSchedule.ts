import { atLeastTwo, checkKeys, checkRange, type Range } from "../validation.js";
import { checkPart, type Schedule } from "./schedule.js";

export interface SampleOptions {
  /** How many updates to look at, from update 0; default the schedule's own length. */
  updates?: number;
  /** How many points to take at most, at least 2; default 500. */
  points?: number;
}

/** A point of a schedule's curve. */
export interface SchedulePoint {
  /** The 0-based update. */
  readonly step: number;
  /** eta there. */
  readonly value: number;
}

/**
 * A schedule's curve for a plot: its values at whole updates, evenly spread from update 0 to `updates`, both
 * included. With at least as many points as updates, every update is there. A schedule without a length is
 * spread over `updates`.
 *
 * @throws RangeError if `updates` is missing where the schedule does not know its length, or a number is not
 *   a whole one of at least 2 (`updates`: at least 1).
 */
export function sampleSchedule(schedule: Schedule, options: SampleOptions = {}): SchedulePoint[] {
  checkKeys("sampleSchedule", options, ["updates", "points"]);
  checkPart("sampleSchedule", "the first argument", schedule);
  const points = checkRange("sampleSchedule", "points", options.points ?? 500, atLeastTwo);
  const updates = options.updates ?? schedule.updates;
  const known: Range = {
    contains: (value) => Number.isSafeInteger(value) && value > 0,
    text: "a positive integer, for the schedule does not say how long it is",
  };
  const last = checkRange("sampleSchedule", "updates", updates, known);
  const intervals = Math.min(points - 1, last);
  return Array.from({ length: intervals + 1 }, (_, i) => {
    const step = Math.round((i * last) / intervals);
    return { step, value: schedule.needsLength ? schedule(step, last) : schedule(step) };
  });
}
