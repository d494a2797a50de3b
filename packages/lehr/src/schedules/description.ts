import type { Schedule } from "./schedule.js";

/** What JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A schedule as plain data: the name of what makes it, its options, and the schedules it is made from. */
export interface ScheduleDescription {
  readonly schedule: string;
  readonly [option: string]: Json;
}

/**
 * A schedule as plain data, ready for `JSON.stringify`; `scheduleFromDescription` makes the same schedule
 * of it. Defaults are written out, so that a description means the same for ever.
 *
 * @throws TypeError if the schedule is, or is made from, a function of the user's own: code is not data.
 */
export function describeSchedule(schedule: Schedule): ScheduleDescription {
  // A copy through JSON: it is the caller's own, and options that were left out are not in it.
  if (schedule.description) return JSON.parse(JSON.stringify(schedule.description)) as ScheduleDescription;
  throw new TypeError(
    "describeSchedule: the schedule is, or is made from, a plain function, which has no description; " +
      "keep the function in your program, or build the schedule from lehr's own",
  );
}

/** The description of a schedule made from options alone. */
export function describe(
  name: string,
  options: Readonly<Record<string, Json | undefined>>,
): ScheduleDescription {
  return { schedule: name, ...options } as ScheduleDescription;
}

/** The description of a schedule made from others; undefined where one of them has none. */
export function describeWith(
  name: string,
  parts: Readonly<Record<string, Schedule | readonly Schedule[]>>,
  options: Readonly<Record<string, Json | undefined>> = {},
): ScheduleDescription | undefined {
  const described: Record<string, Json> = {};
  for (const [part, schedules] of Object.entries(parts)) {
    const single = typeof schedules === "function";
    const descriptions = (single ? [schedules] : schedules).map(({ description }) => description);
    if (!descriptions.every((description) => description !== undefined)) return undefined;
    described[part] = single ? descriptions[0]! : descriptions;
  }
  return describe(name, { ...described, ...options });
}
