import { checkChoice, checkKeys, checkRange, nonNegative, wholeNumber } from "../../validation.js";
import { LRScheduler } from "./LRScheduler.js";
import {
  checkLastEpoch,
  checkOptimizer,
  type LastEpoch,
  type PerGroup,
  perGroup,
  type Schedulable,
} from "./schedulable.js";

/** Options of `SWALR`. */
export interface SWALROptions extends LastEpoch {
  /** The rate to go to and to stay at, >= 0. */
  swaLr: PerGroup;
  /** Epochs to get there; default 10. At 0 it is there at once. */
  annealEpochs?: number;
  /** Default "cos". */
  annealStrategy?: "cos" | "linear";
}

/** lr goes from wherever it is to a constant, for stochastic weight averaging. */
export class SWALR extends LRScheduler {
  annealEpochs: number;
  annealStrategy: "cos" | "linear";

  constructor(optimizer: Schedulable, options: SWALROptions) {
    checkKeys("SWALR", options, ["swaLr", "annealEpochs", "annealStrategy", "lastEpoch"]);
    const groups = checkOptimizer("SWALR", optimizer);
    const swaLrs = perGroup("SWALR", "swaLr", options.swaLr, groups, nonNegative);
    const annealEpochs = checkRange("SWALR", "annealEpochs", options.annealEpochs ?? 10, wholeNumber);
    const strategies = ["cos", "linear"] as const;
    const annealStrategy = checkChoice(
      "SWALR",
      "annealStrategy",
      options.annealStrategy ?? "cos",
      strategies,
    );
    const lastEpoch = checkLastEpoch("SWALR", options);
    super(optimizer, lastEpoch);
    groups.forEach((group, i) => {
      group.swaLr = swaLrs[i]!;
    });
    this.annealEpochs = annealEpochs;
    this.annealStrategy = annealStrategy;
    this.begin();
  }

  protected override first(): number[] {
    return this.next();
  }

  protected next(): number[] {
    const epoch = this.annealEpochs === 0 ? Math.max(1, this.lastEpoch) : this.lastEpoch;
    const [before, now] = [this.#share(epoch - 1), this.#share(epoch)];
    return this.optimizer.paramGroups.map(({ lr, swaLr = lr }) => {
      // The rate that annealing set out from, read off the rate it has come to.
      const from = before === 1 ? swaLr : (lr - before * swaLr) / (1 - before);
      return swaLr * now + from * (1 - now);
    });
  }

  /** How much of the way lies behind. */
  #share(epoch: number): number {
    const progress = Math.max(0, Math.min(1, epoch / Math.max(1, this.annealEpochs)));
    return this.annealStrategy === "linear" ? progress : (1 - Math.cos(Math.PI * progress)) / 2;
  }
}
