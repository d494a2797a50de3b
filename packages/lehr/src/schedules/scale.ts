import { checkRange, nonNegative } from "../validation.js";
import { describeWith } from "./description.js";
import { changed, checkPart, type Schedule } from "./schedule.js";

/**
 * A schedule times a constant: eta = factor * eta_of. Length and periods stay the same.
 *
 * @param of the schedule to scale.
 * @param factor what to multiply by, >= 0.
 * @throws RangeError if `factor` is not a finite number >= 0.
 */
export function scale(of: Schedule, factor: number): Schedule {
  checkPart("scale", "the first argument", of);
  checkRange("scale", "factor", factor, nonNegative);
  return changed(of, (eta) => factor * eta, describeWith("scale", { of }, { factor }));
}
