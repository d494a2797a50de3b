import { checkKeys, checkRange, nonNegative, positiveInteger } from "../../validation.js";
import { LRScheduler } from "./LRScheduler.js";
import { checkLastEpoch, type LastEpoch, type Schedulable } from "./schedulable.js";

/** Options of `CosineAnnealingLR`. */
export interface CosineAnnealingLROptions extends LastEpoch {
  /** Epochs from the base rate to the least. */
  TMax: number;
  /** The least rate, >= 0; default 0. Above the base rate, lr rises to it. */
  etaMin?: number;
}

/** lr = etaMin + (base lr - etaMin) (1 + cos(pi epoch / TMax)) / 2; it rises again after `TMax`. */
export class CosineAnnealingLR extends LRScheduler {
  TMax: number;
  etaMin: number;

  constructor(optimizer: Schedulable, options: CosineAnnealingLROptions) {
    checkKeys("CosineAnnealingLR", options, ["TMax", "etaMin", "lastEpoch"]);
    const TMax = checkRange("CosineAnnealingLR", "TMax", options.TMax, positiveInteger);
    const etaMin = checkRange("CosineAnnealingLR", "etaMin", options.etaMin ?? 0, nonNegative);
    super(optimizer, checkLastEpoch("CosineAnnealingLR", options));
    this.TMax = TMax;
    this.etaMin = etaMin;
    this.begin();
  }

  protected next(): number[] {
    const { TMax, etaMin, lastEpoch } = this;
    // Nothing can be multiplied up from the least rate: the first step away from it is added.
    if ((lastEpoch - 1 - TMax) % (2 * TMax) === 0) {
      const rise = (1 - Math.cos(Math.PI / TMax)) / 2;
      return this.current().map((lr, i) => lr + (this.baseLrs[i]! - etaMin) * rise);
    }
    const height = (epoch: number) => 1 + Math.cos((Math.PI * epoch) / TMax);
    const factor = height(lastEpoch) / height(lastEpoch - 1);
    return this.current().map((lr) => factor * (lr - etaMin) + etaMin);
  }

  protected override closedForm(): number[] {
    const { TMax, etaMin, lastEpoch } = this;
    const height = (1 + Math.cos((Math.PI * lastEpoch) / TMax)) / 2;
    return this.baseLrs.map((lr) => etaMin + (lr - etaMin) * height);
  }
}
