import { checkKeys, checkRange, positive } from "../validation.js";
import { checkAscending } from "./ascending.js";
import { describe } from "./description.js";
import { type Schedule, schedule } from "./schedule.js";

export interface MultiStepDecayOptions {
  /** The 0-based updates from which each drop is in force, ascending; one given twice drops twice. */
  milestones: readonly number[];
  /** What a drop multiplies by; default 0.1. */
  factor?: number;
}

/**
 * Step decay at chosen updates: eta = factor^k, k the number of milestones <= step. PyTorch's `MultiStepLR`;
 * the step-drop schedule of the paper's Figure 1 with milestones after 30, 60 and 80 of 100 epochs.
 *
 * @throws RangeError if the milestones are not ascending whole numbers or `factor` is not positive.
 */
export function multiStepDecay(options: MultiStepDecayOptions): Schedule {
  checkKeys("multiStepDecay", options, ["milestones", "factor"]);
  const factor = checkRange("multiStepDecay", "factor", options.factor ?? 0.1, positive);
  const milestones = checkAscending("multiStepDecay", "milestones", options.milestones, { strictly: false });
  return schedule((step) => factor ** milestones.filter((milestone) => milestone <= step).length, {
    description: describe("multiStepDecay", { milestones, factor }),
  });
}
