import { checkKeys, checkRange, type Range, unitInterval, wholeNumber } from "../../validation.js";
import { LRScheduler } from "./LRScheduler.js";
import { checkLastEpoch, type LastEpoch, type Schedulable } from "./schedulable.js";

/** Options of `LinearLR`. */
export interface LinearLROptions extends LastEpoch {
  /** The factor at epoch 0, in (0, 1]; default 1/3. */
  startFactor?: number;
  /** The factor from epoch `totalIters` on, in [0, 1]; default 1. */
  endFactor?: number;
  /** Epochs from one to the other; default 5. At 0, as in PyTorch, the factor stays at its start. */
  totalIters?: number;
}

const aboveZero: Range = {
  contains: (value) => value > 0 && value <= 1,
  text: "a number in (0, 1]",
};

/** lr is multiplied by a factor that changes linearly from `startFactor` to `endFactor`. */
export class LinearLR extends LRScheduler {
  startFactor: number;
  endFactor: number;
  totalIters: number;

  constructor(optimizer: Schedulable, options: LinearLROptions = {}) {
    checkKeys("LinearLR", options, ["startFactor", "endFactor", "totalIters", "lastEpoch"]);
    const startFactor = checkRange("LinearLR", "startFactor", options.startFactor ?? 1 / 3, aboveZero);
    const endFactor = checkRange("LinearLR", "endFactor", options.endFactor ?? 1, unitInterval);
    const totalIters = checkRange("LinearLR", "totalIters", options.totalIters ?? 5, wholeNumber);
    super(optimizer, checkLastEpoch("LinearLR", options));
    this.startFactor = startFactor;
    this.endFactor = endFactor;
    this.totalIters = totalIters;
    this.begin();
  }

  protected override first(): number[] {
    return this.times(this.startFactor);
  }

  protected next(): number[] {
    const { startFactor, endFactor, totalIters, lastEpoch } = this;
    if (lastEpoch > totalIters) return this.current();
    const rise = endFactor - startFactor;
    return this.times(1 + rise / (totalIters * startFactor + (lastEpoch - 1) * rise));
  }

  protected override closedForm(): number[] {
    const { startFactor, endFactor, totalIters, lastEpoch } = this;
    if (totalIters === 0) return this.base(startFactor);
    return this.base(
      startFactor + ((endFactor - startFactor) * Math.min(totalIters, lastEpoch)) / totalIters,
    );
  }
}
