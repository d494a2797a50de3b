import { checkKeys, checkRange, positive, positiveInteger } from "../validation.js";
import { describe } from "./description.js";
import { type Schedule, schedule } from "./schedule.js";

export interface StepDecayOptions {
  /** Updates between drops. */
  every: number;
  /** What a drop multiplies by; default 0.1. */
  factor?: number;
}

/**
 * Step decay: eta = factor^floor(step / every). PyTorch's `StepLR`, timm's `StepLRScheduler`; it never ends.
 *
 * @throws RangeError if `every` is not a positive integer or `factor` not a positive number.
 */
export function stepDecay(options: StepDecayOptions): Schedule {
  checkKeys("stepDecay", options, ["every", "factor"]);
  const every = checkRange("stepDecay", "every", options.every, positiveInteger);
  const factor = checkRange("stepDecay", "factor", options.factor ?? 0.1, positive);
  return schedule((step) => factor ** Math.floor(step / every), {
    description: describe("stepDecay", { every, factor }),
  });
}
