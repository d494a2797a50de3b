import { checkKeys, checkRange, nonNegative, positiveInteger } from "../../validation.js";
import { LRScheduler } from "./LRScheduler.js";
import { checkLastEpoch, type LastEpoch, type Schedulable } from "./schedulable.js";

/** Options of `StepLR`. */
export interface StepLROptions extends LastEpoch {
  /** Epochs between drops. */
  stepSize: number;
  /** What a drop multiplies by, >= 0; default 0.1. */
  gamma?: number;
}

/** lr is multiplied by gamma every `stepSize` epochs. */
export class StepLR extends LRScheduler {
  stepSize: number;
  gamma: number;

  constructor(optimizer: Schedulable, options: StepLROptions) {
    checkKeys("StepLR", options, ["stepSize", "gamma", "lastEpoch"]);
    const stepSize = checkRange("StepLR", "stepSize", options.stepSize, positiveInteger);
    const gamma = checkRange("StepLR", "gamma", options.gamma ?? 0.1, nonNegative);
    super(optimizer, checkLastEpoch("StepLR", options));
    this.stepSize = stepSize;
    this.gamma = gamma;
    this.begin();
  }

  protected next(): number[] {
    return this.lastEpoch === 0 || this.lastEpoch % this.stepSize !== 0
      ? this.current()
      : this.times(this.gamma);
  }

  protected override closedForm(): number[] {
    return this.base(this.gamma ** Math.floor(this.lastEpoch / this.stepSize));
  }
}
