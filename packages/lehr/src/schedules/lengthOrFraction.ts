import type { Range } from "../validation.js";

/** A stretch of a schedule: a whole number of updates, or a fraction of whatever length it is part of. */
export const lengthOrFraction: Range = {
  contains: (value) => Number.isFinite(value) && value >= 0 && (value < 1 || Number.isSafeInteger(value)),
  text: "a whole number of updates, or a fraction of the length in [0, 1)",
};

/** The updates of a stretch within `length` updates, never more than that. */
export function stretchWithin(stretch: number, length: number): number {
  return Math.min(stretch < 1 ? Math.round(stretch * length) : stretch, length);
}
