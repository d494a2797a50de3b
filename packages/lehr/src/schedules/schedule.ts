import { show } from "../validation.js";
import type { ScheduleDescription } from "./description.js";

/** One stretch of training between warm restarts. */
export interface Period {
  /** 0 for the first. */
  readonly index: number;
  /** The 0-based update it begins at. */
  readonly start: number;
  /** Its length in updates. */
  readonly updates: number;
}

/**
 * A learning-rate schedule: the multiplier eta of the 0-based optimizer update `step`, and nothing else.
 * It holds no state, so resuming is free. Any function of the step will do as a schedule; those made here
 * also know their length, their restarts and their description.
 */
export interface Schedule {
  /**
   * @param step the 0-based update (never a micro-batch).
   * @param period the updates to spread over, given by a combinator to a schedule without a length.
   */
  (step: number, period?: number): number;
  /** How many updates it is made for; absent if it never ends or takes its length from a combinator. */
  readonly updates?: number | undefined;
  /** The period an update falls into, for a schedule with restarts. */
  readonly periodAt?: (step: number) => Period;
  /** Set on a schedule that cannot be used before something gives it a length; says what to do. */
  readonly needsLength?: string | undefined;
  /** The schedule as plain data; absent if a function of the user's own is in it. */
  readonly description?: ScheduleDescription | undefined;
}

/** Attaches what a schedule knows about itself to its function, which must be one made for it. */
export function schedule(
  at: (step: number, period?: number) => number,
  knowledge: {
    updates?: number | undefined;
    periodAt?: (step: number) => Period;
    needsLength?: string | undefined;
    description: ScheduleDescription | undefined;
  },
): Schedule {
  return Object.assign(at, knowledge);
}

/** How many updates share one run of the schedule at `step`: its restart period, or else its whole length. */
export function updatesInPeriod(of: Schedule, step: number): number | undefined {
  return of.periodAt?.(step).updates ?? of.updates;
}

/** @throws TypeError if a combinator is given something that is not a function of the step. */
export function checkPart(owner: string, part: string, value: unknown): Schedule {
  if (typeof value === "function") return value as Schedule;
  throw new TypeError(
    `${owner}: ${part} must be a schedule (a function of the step), got ${show(value)}; ` +
      "for a constant factor use constant({ factor })",
  );
}

/** A schedule whose values are changed one by one: its length and periods stay the same. */
export function changed(
  of: Schedule,
  change: (eta: number) => number,
  description: ScheduleDescription | undefined,
): Schedule {
  const { updates, needsLength, periodAt } = of;
  return schedule((step, period) => change(of(step, period)), {
    updates,
    needsLength,
    ...(periodAt && { periodAt }),
    description,
  });
}
