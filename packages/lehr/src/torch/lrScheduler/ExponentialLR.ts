import { checkKeys, checkRange, nonNegative } from "../../validation.js";
import { LRScheduler } from "./LRScheduler.js";
import { checkLastEpoch, type LastEpoch, type Schedulable } from "./schedulable.js";

/** Options of `ExponentialLR`. */
export interface ExponentialLROptions extends LastEpoch {
  /** What every epoch multiplies by, >= 0. */
  gamma: number;
}

/** lr is multiplied by gamma at every epoch. */
export class ExponentialLR extends LRScheduler {
  gamma: number;

  constructor(optimizer: Schedulable, options: ExponentialLROptions) {
    checkKeys("ExponentialLR", options, ["gamma", "lastEpoch"]);
    const gamma = checkRange("ExponentialLR", "gamma", options.gamma, nonNegative);
    super(optimizer, checkLastEpoch("ExponentialLR", options));
    this.gamma = gamma;
    this.begin();
  }

  protected next(): number[] {
    return this.times(this.gamma);
  }

  protected override closedForm(): number[] {
    return this.base(this.gamma ** this.lastEpoch);
  }
}
