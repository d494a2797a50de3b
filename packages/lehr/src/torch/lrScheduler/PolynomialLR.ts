import { checkKeys, checkRange, nonNegative, wholeNumber } from "../../validation.js";
import { LRScheduler } from "./LRScheduler.js";
import { checkLastEpoch, type LastEpoch, type Schedulable } from "./schedulable.js";

/** Options of `PolynomialLR`. */
export interface PolynomialLROptions extends LastEpoch {
  /** Epochs until lr is 0; default 5. At 0, as in PyTorch, lr never changes. */
  totalIters?: number;
  /** The power, >= 0; default 1. */
  power?: number;
}

/** lr = base lr times (1 - epoch / totalIters)^power, 0 from there on. */
export class PolynomialLR extends LRScheduler {
  totalIters: number;
  power: number;

  constructor(optimizer: Schedulable, options: PolynomialLROptions = {}) {
    checkKeys("PolynomialLR", options, ["totalIters", "power", "lastEpoch"]);
    const totalIters = checkRange("PolynomialLR", "totalIters", options.totalIters ?? 5, wholeNumber);
    const power = checkRange("PolynomialLR", "power", options.power ?? 1, nonNegative);
    super(optimizer, checkLastEpoch("PolynomialLR", options));
    this.totalIters = totalIters;
    this.power = power;
    this.begin();
  }

  protected next(): number[] {
    const { totalIters, power, lastEpoch } = this;
    if (lastEpoch > totalIters) return this.current();
    return this.times(((1 - lastEpoch / totalIters) / (1 - (lastEpoch - 1) / totalIters)) ** power);
  }

  protected override closedForm(): number[] {
    const { totalIters, power, lastEpoch } = this;
    if (totalIters === 0) return this.base(1);
    return this.base((1 - Math.min(totalIters, lastEpoch) / totalIters) ** power);
  }
}
