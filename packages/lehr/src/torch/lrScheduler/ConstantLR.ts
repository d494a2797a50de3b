import { checkKeys, checkRange, unitInterval, wholeNumber } from "../../validation.js";
import { LRScheduler } from "./LRScheduler.js";
import { checkLastEpoch, type LastEpoch, type Schedulable } from "./schedulable.js";

/** Options of `ConstantLR`. */
export interface ConstantLROptions extends LastEpoch {
  /** In [0, 1]; default 1/3. 0 can be multiplied in but not out: the step at `totalIters` throws. */
  factor?: number;
  /** The epoch at which the factor is taken out again; default 5. At 0, as in PyTorch, it never is. */
  totalIters?: number;
}

/** lr is multiplied by `factor` until epoch `totalIters`. */
export class ConstantLR extends LRScheduler {
  factor: number;
  totalIters: number;

  constructor(optimizer: Schedulable, options: ConstantLROptions = {}) {
    checkKeys("ConstantLR", options, ["factor", "totalIters", "lastEpoch"]);
    const factor = checkRange("ConstantLR", "factor", options.factor ?? 1 / 3, unitInterval);
    const totalIters = checkRange("ConstantLR", "totalIters", options.totalIters ?? 5, wholeNumber);
    super(optimizer, checkLastEpoch("ConstantLR", options));
    this.factor = factor;
    this.totalIters = totalIters;
    this.begin();
  }

  protected override first(): number[] {
    return this.times(this.factor);
  }

  protected next(): number[] {
    if (this.lastEpoch !== this.totalIters) return this.current();
    if (this.factor === 0) {
      throw new RangeError("ConstantLR: factor must be > 0 for its effect to end at totalIters, got 0");
    }
    return this.times(1 / this.factor);
  }

  protected override closedForm(): number[] {
    return this.base(this.lastEpoch >= this.totalIters ? 1 : this.factor);
  }
}
