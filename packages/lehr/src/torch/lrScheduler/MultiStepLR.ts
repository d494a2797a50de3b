import { checkAscending } from "../../schedules/ascending.js";
import { checkKeys, checkRange, nonNegative } from "../../validation.js";
import { LRScheduler } from "./LRScheduler.js";
import { checkLastEpoch, type LastEpoch, type Schedulable } from "./schedulable.js";

/** Options of `MultiStepLR`. */
export interface MultiStepLROptions extends LastEpoch {
  /** The epochs of the drops, ascending; one given twice drops twice. */
  milestones: readonly number[];
  /** What a drop multiplies by, >= 0; default 0.1. */
  gamma?: number;
}

/** lr is multiplied by gamma at each milestone. */
export class MultiStepLR extends LRScheduler {
  milestones: readonly number[];
  gamma: number;

  constructor(optimizer: Schedulable, options: MultiStepLROptions) {
    checkKeys("MultiStepLR", options, ["milestones", "gamma", "lastEpoch"]);
    const milestones = checkAscending("MultiStepLR", "milestones", options.milestones, { strictly: false });
    const gamma = checkRange("MultiStepLR", "gamma", options.gamma ?? 0.1, nonNegative);
    super(optimizer, checkLastEpoch("MultiStepLR", options));
    this.milestones = milestones;
    this.gamma = gamma;
    this.begin();
  }

  protected next(): number[] {
    const now = this.milestones.filter((milestone) => milestone === this.lastEpoch).length;
    return now === 0 ? this.current() : this.times(this.gamma ** now);
  }

  protected override first(): number[] {
    return this.next();
  }

  protected override closedForm(): number[] {
    return this.base(this.gamma ** this.milestones.filter((milestone) => milestone <= this.lastEpoch).length);
  }
}
