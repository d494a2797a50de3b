import { checkKeys, checkRange, positive, positiveInteger } from "../validation.js";
import { type Period, type Schedule, schedule } from "./schedule.js";

export interface RestartsOptions {
  /** T_0: length of the first period, in updates. */
  period: number;
  /** T_mult: each period is this many times as long as the one before; any real number > 0, default 1. */
  mult?: number;
}

/**
 * Warm restarts of any schedule (SGDR; with AdamW, the paper's AdamWR): it starts again from its own update
 * 0 at the end of each period, spread over the period if it has no length of its own. Weights and
 * optimizer state go on. Period i is round(period * mult^i) updates long, at least one. A period is
 * half-open, [0, T_i): the update at its end is the first of the next one, at the peak.
 *
 * Periods are found by adding whole lengths, never by a logarithm, so no restart is ever missed by one.
 *
 * @throws RangeError if `period` is not a positive integer or `mult` not a positive number.
 */
export function restarts(of: Schedule, options: RestartsOptions): Schedule {
  checkKeys("restarts", options, ["period", "mult"]);
  const period = checkRange("restarts", "period", options.period, positiveInteger);
  const mult = checkRange("restarts", "mult", options.mult ?? 1, positive);
  const periodAt = periods(period, mult);
  return schedule(
    (step) => {
      const { start, updates } = periodAt(step);
      return of(step - start, updates);
    },
    { periodAt },
  );
}

/** Finds the period of an update; remembers the starts it has added up, which changes no answer. */
function periods(first: number, mult: number): (step: number) => Period {
  const lengthOf = (index: number) => Math.max(1, Math.round(first * mult ** index));
  const starts = [0];
  return (step) => {
    if (mult === 1) return equalPeriods(step, first, 0, 0);
    let index = starts.length - 1;
    while (starts[index]! > step) index--;
    for (;;) {
      const start = starts[index]!;
      const updates = lengthOf(index);
      // Shrinking periods end up one update long and stay so.
      if (mult < 1 && updates === 1) return equalPeriods(step, 1, start, index);
      if (step < start + updates) return { index, start, updates };
      index++;
      if (index === starts.length) starts.push(start + updates);
    }
  };
}

function equalPeriods(step: number, updates: number, from: number, indexFrom: number): Period {
  const passed = Math.floor((step - from) / updates);
  return { index: indexFrom + passed, start: from + passed * updates, updates };
}
