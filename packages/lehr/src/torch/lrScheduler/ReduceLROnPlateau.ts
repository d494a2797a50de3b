import {
  checkPatience,
  noMetricsYet,
  observe,
  type Patience,
  type PatienceState,
} from "../../plateau/patience.js";
import { belowOne, checkKeys, checkRange, nonNegative, show } from "../../validation.js";
import { checkState, type SchedulerStateDict } from "./LRScheduler.js";
import { checkOptimizer, type PerGroup, perGroup, type Schedulable } from "./schedulable.js";

/** Options of `ReduceLROnPlateau`. */
export interface ReduceLROnPlateauOptions extends Partial<Patience> {
  /** What a reduction multiplies lr by, in [0, 1); default 0.1. */
  factor?: number;
  /** What lr is not reduced below, >= 0; default 0. */
  minLr?: PerGroup;
  /** A reduction by no more than this is not made, >= 0; default 1e-8. */
  eps?: number;
}

/**
 * Reduces lr when a metric has stopped improving: `step(metric)`. Defaults: mode "min", factor 0.1, patience
 * 10, threshold 1e-4 "rel", cooldown 0.
 */
export class ReduceLROnPlateau {
  readonly optimizer: Schedulable;
  factor: number;
  minLrs: number[];
  eps: number;
  lastEpoch = 0;
  #patience: Patience;
  #seen: PatienceState = noMetricsYet;
  #lastLr: number[];

  constructor(optimizer: Schedulable, options: ReduceLROnPlateauOptions = {}) {
    const name = "ReduceLROnPlateau";
    checkKeys(name, options, [
      "mode",
      "factor",
      "patience",
      "threshold",
      "thresholdMode",
      "cooldown",
      "minLr",
      "eps",
    ]);
    const groups = checkOptimizer(name, optimizer);
    this.optimizer = optimizer;
    this.factor = checkRange(name, "factor", options.factor ?? 0.1, belowOne);
    this.minLrs = perGroup(name, "minLr", options.minLr ?? 0, groups, nonNegative);
    this.eps = checkRange(name, "eps", options.eps ?? 1e-8, nonNegative);
    this.#patience = checkPatience(name, options);
    this.#lastLr = groups.map(({ lr }) => lr);
  }

  /** The best metric so far; null before the first. */
  get best(): number | null {
    return this.#seen.best;
  }

  /** Metrics in a row that were no better. */
  get numBadEpochs(): number {
    return this.#seen.bad;
  }

  /** Metrics of the cooldown still to come. */
  get cooldownCounter(): number {
    return this.#seen.cooldown;
  }

  /**
   * Takes in the metric of an epoch. NaN is never better.
   *
   * @param epoch what `lastEpoch` becomes; default one more.
   * @throws TypeError if the metric is not a number, RangeError if groups were added since.
   */
  step(metrics: number, epoch = this.lastEpoch + 1): void {
    if (typeof metrics !== "number") {
      throw new TypeError(`ReduceLROnPlateau: metrics must be a number, got ${show(metrics)}`);
    }
    const groups = this.optimizer.paramGroups;
    if (groups.length !== this.minLrs.length) {
      throw new RangeError(
        `ReduceLROnPlateau: minLr must have one value for each of the ${groups.length} groups, got ${this.minLrs.length}`,
      );
    }
    this.lastEpoch = epoch;
    const { state, reduce } = observe(this.#patience, this.#seen, metrics);
    this.#seen = state;
    if (reduce) {
      groups.forEach((group, i) => {
        const reduced = Math.max(group.lr * this.factor, this.minLrs[i]!);
        if (group.lr - reduced > this.eps) group.lr = reduced;
      });
    }
    this.#lastLr = groups.map(({ lr }) => lr);
  }

  /** The learning rates last written, by group. */
  getLastLr(): number[] {
    return [...this.#lastLr];
  }

  /** Everything to go on from, as plain data. */
  stateDict(): SchedulerStateDict {
    const { factor, eps, lastEpoch } = this;
    const { best, bad, cooldown } = this.#seen;
    return {
      ...this.#patience,
      factor,
      eps,
      lastEpoch,
      minLrs: [...this.minLrs],
      best,
      numBadEpochs: bad,
      cooldownCounter: cooldown,
      lastLr: this.getLastLr(),
    };
  }

  /**
   * Goes on from a saved state, its patience included; a state without one, as older releases saved it, leaves that as
   * it is.
   *
   * @throws TypeError or RangeError if it is not one of a plateau's; nothing is changed then.
   */
  loadStateDict(stateDict: SchedulerStateDict): void {
    const name = "ReduceLROnPlateau";
    const complete: SchedulerStateDict = stateDict && { ...this.#patience, ...stateDict };
    checkState(name, this.stateDict(), complete);
    const patience = checkPatience(`${name}.loadStateDict`, complete);
    const { factor, eps, lastEpoch, best, numBadEpochs, cooldownCounter, lastLr, minLrs } = complete as {
      factor: number;
      eps: number;
      lastEpoch: number;
      best: number | null;
      numBadEpochs: number;
      cooldownCounter: number;
      lastLr: number[];
      minLrs: number[];
    };
    Object.assign(this, { factor, eps, lastEpoch, minLrs: [...minLrs] });
    this.#patience = patience;
    this.#seen = { best, bad: numBadEpochs, cooldown: cooldownCounter };
    this.#lastLr = [...lastLr];
  }
}
