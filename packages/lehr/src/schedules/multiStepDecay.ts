import { checkKeys, checkRange, positive, show } from "../validation.js";
import { type Schedule, schedule } from "./schedule.js";

export interface MultiStepDecayOptions {
  /** The 0-based updates from which each drop is in force, ascending. */
  milestones: readonly number[];
  /** What a drop multiplies by; default 0.1. */
  factor?: number;
}

/**
 * Step decay at chosen updates: eta = factor^(milestones <= step). PyTorch's `MultiStepLR`; the step-drop
 * schedule of the paper's Figure 1 with milestones after 30, 60 and 80 of 100 epochs.
 *
 * @throws RangeError if the milestones are not ascending whole numbers or `factor` is not positive.
 */
export function multiStepDecay(options: MultiStepDecayOptions): Schedule {
  checkKeys("multiStepDecay", options, ["milestones", "factor"]);
  const factor = checkRange("multiStepDecay", "factor", options.factor ?? 0.1, positive);
  const { milestones } = options;
  const ascending =
    Array.isArray(milestones) &&
    milestones.every((at, i) => Number.isSafeInteger(at) && at >= (i === 0 ? 0 : milestones[i - 1]));
  if (!ascending) {
    throw new RangeError(
      `multiStepDecay: milestones must be whole numbers in ascending order, got ${
        Array.isArray(milestones) ? `[${milestones.join(", ")}]` : show(milestones)
      }`,
    );
  }
  const drops = [...milestones];
  return schedule((step) => factor ** drops.filter((milestone) => milestone <= step).length);
}
