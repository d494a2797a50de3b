import type { Period } from "./schedule.js";

/** Restart periods: period i is round(period * mult^i) updates long, at least one. */
export interface Periods {
  /** The period of an update; with a limit, the last one for every update after it. */
  periodAt(step: number): Period;
  /** All updates of all periods; undefined without a limit. */
  readonly total: number | undefined;
}

/**
 * Finds periods by adding whole lengths. Remembers the starts it has added up, which changes no answer.
 */
export function periods(of: { period: number; mult: number; limit?: number | undefined }): Periods {
  const { period, mult, limit = Number.POSITIVE_INFINITY } = of;
  const lengthOf = (index: number) => Math.max(1, Math.round(period * mult ** index));
  const starts = [0];
  const periodAt = (step: number): Period => {
    if (mult === 1) return equalPeriods(step, { index: 0, start: 0, updates: period }, limit);
    let index = starts.length - 1;
    while (index > 0 && starts[index]! > step) index--;
    for (;;) {
      const start = starts[index]!;
      const updates = lengthOf(index);
      // Shrinking periods end up one update long and stay so.
      if (mult < 1 && updates === 1) return equalPeriods(step, { index, start, updates }, limit);
      if (step < start + updates || index === limit - 1) return { index, start, updates };
      index++;
      if (index === starts.length) starts.push(start + updates);
    }
  };
  if (limit === Number.POSITIVE_INFINITY) return { periodAt, total: undefined };
  const last = periodAt(Number.MAX_SAFE_INTEGER);
  return { periodAt, total: last.start + last.updates };
}

function equalPeriods(step: number, first: Period, limit: number): Period {
  const passed = Math.min(Math.floor((step - first.start) / first.updates), limit - 1 - first.index);
  return { index: first.index + passed, start: first.start + passed * first.updates, updates: first.updates };
}
