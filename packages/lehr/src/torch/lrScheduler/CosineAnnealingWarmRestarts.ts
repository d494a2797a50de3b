import { periods } from "../../schedules/periods.js";
import { checkKeys, checkRange, nonNegative, positiveInteger } from "../../validation.js";
import { AbsoluteLR } from "./AbsoluteLR.js";
import { checkLastEpoch, type LastEpoch, type Schedulable } from "./schedulable.js";

/** Options of `CosineAnnealingWarmRestarts`. */
export interface CosineAnnealingWarmRestartsOptions extends LastEpoch {
  /** Epochs until the first restart. */
  T0: number;
  /** How many times as long every next period is, a whole number; default 1. Others: `restarts` of the core. */
  TMult?: number;
  /** The least rate, >= 0; default 0. */
  etaMin?: number;
}

/**
 * lr = etaMin + (base lr - etaMin) (1 + cos(pi TCur / Ti)) / 2, TCur the epochs since the last restart and Ti
 * those from it to the next. Periods are found by adding whole lengths: where PyTorch takes a logarithm, it
 * gives the least rate instead of the base rate at some restarts, and resumes wrongly after the second.
 */
export class CosineAnnealingWarmRestarts extends AbsoluteLR {
  T0: number;
  TMult: number;
  etaMin: number;
  /** Epochs since the last restart; a fraction after `step(epoch)` with one. */
  TCur = 0;
  /** Epochs from the last restart to the next. */
  Ti: number;

  constructor(optimizer: Schedulable, options: CosineAnnealingWarmRestartsOptions) {
    const name = "CosineAnnealingWarmRestarts";
    checkKeys(name, options, ["T0", "TMult", "etaMin", "lastEpoch"]);
    const T0 = checkRange(name, "T0", options.T0, positiveInteger);
    const TMult = checkRange(name, "TMult", options.TMult ?? 1, positiveInteger);
    const etaMin = checkRange(name, "etaMin", options.etaMin ?? 0, nonNegative);
    super(optimizer, checkLastEpoch(name, options));
    this.T0 = T0;
    this.TMult = TMult;
    this.etaMin = etaMin;
    this.Ti = T0;
    this.begin();
  }

  /**
   * The next learning rates.
   *
   * @param epoch go to this epoch instead; within one, a fraction of it: `step(epoch + batch / batches)`. A
   *   plain step after that goes one whole epoch on.
   * @throws RangeError if `epoch` is not a finite number >= 0.
   */
  override step(epoch?: number): void {
    const to =
      epoch === undefined
        ? this.#start() + this.TCur + 1
        : checkRange("CosineAnnealingWarmRestarts", "epoch", epoch, nonNegative);
    this.#moveTo(to);
    this.lastEpoch = epoch === undefined ? this.lastEpoch + 1 : Math.floor(epoch);
    this.write(this.#rates());
  }

  override restart(): void {
    this.takeOver();
  }

  protected next(): number[] {
    this.#moveTo(this.lastEpoch);
    return this.#rates();
  }

  #moveTo(epoch: number): void {
    const { start, updates } = periods({ period: this.T0, mult: this.TMult }).periodAt(epoch);
    this.TCur = epoch - start;
    this.Ti = updates;
  }

  /** The epoch of the last restart: the periods before it, added up. */
  #start(): number {
    if (this.TMult === 1) return 0;
    let start = 0;
    for (let length = this.T0; length < this.Ti; length *= this.TMult) start += length;
    return start;
  }

  #rates(): number[] {
    const height = (1 + Math.cos((Math.PI * this.TCur) / this.Ti)) / 2;
    return this.baseLrs.map((lr) => this.etaMin + (lr - this.etaMin) * height);
  }
}
