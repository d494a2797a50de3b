import { checkRange, nonNegative, show } from "../../validation.js";
import { checkOptimizer, type Schedulable } from "./schedulable.js";

/** A scheduler's state: everything but the optimizer and functions, as plain data. */
export type SchedulerStateDict = Readonly<Record<string, unknown>>;

/**
 * What PyTorch's schedulers have in common. A scheduler writes the groups' learning rates: the first when it is
 * made, the next at each `step()`, which belongs after the optimizer's. Most of them change the rate that is
 * in force by a factor, so that several on one optimizer multiply.
 */
export abstract class LRScheduler {
  readonly optimizer: Schedulable;
  /** The learning rates that schedules start from, by group. */
  baseLrs: number[];
  /** How many steps were taken. */
  lastEpoch: number;
  /** The rates last written. */
  protected lastLr: number[];

  /** A subclass calls `begin` when it has set its own fields. */
  constructor(optimizer: Schedulable, lastEpoch: number) {
    const groups = checkOptimizer(new.target.name, optimizer);
    groups.forEach((group, i) => {
      if (lastEpoch === -1) group.initialLr ??= group.lr;
      else if (group.initialLr === undefined) {
        throw new TypeError(
          `${new.target.name}: group ${i} has no initialLr, which resuming from lastEpoch ${lastEpoch} needs; ` +
            "load the optimizer's state first, or start afresh",
        );
      }
    });
    this.optimizer = optimizer;
    this.baseLrs = groups.map(({ initialLr }) => initialLr!);
    this.lastEpoch = lastEpoch;
    this.lastLr = groups.map(({ lr }) => lr);
  }

  /** The rates of `lastEpoch`, from the rates of the step before. */
  protected abstract next(): number[];

  /** The rates at the very start, from the rates found there. */
  protected first(): number[] {
    return this.current();
  }

  /** The rates on resuming: those found there are right. */
  protected resumed(): number[] {
    return this.current();
  }

  /** The rates of `lastEpoch` from the base rates alone, where there is such a formula. */
  protected closedForm?(): number[];

  /** The first learning rates, or those to go on with. */
  protected begin(): void {
    const fresh = this.lastEpoch === -1;
    this.lastEpoch++;
    this.write(fresh ? this.first() : this.resumed());
  }

  /** Starts again from epoch 0, on the rates in force. For schedulers made of schedulers. */
  restart(): void {
    this.lastEpoch = 0;
    this.write(this.first());
  }

  /** Takes over at epoch 0 from another scheduler, whatever rate that left behind. */
  takeOver(): void {
    this.lastEpoch = 0;
    this.write(this.closedForm?.() ?? this.next());
  }

  /**
   * The next learning rates.
   *
   * @param epoch go to this epoch instead, by the closed form where there is one (deprecated in PyTorch).
   * @throws RangeError if `epoch` is not a finite number >= 0.
   */
  step(epoch?: number): void {
    if (epoch === undefined) {
      this.lastEpoch++;
      this.write(this.next());
    } else {
      this.lastEpoch = checkRange(this.constructor.name, "epoch", epoch, nonNegative);
      this.write(this.closedForm?.() ?? this.next());
    }
  }

  /** The learning rates last written, by group. */
  getLastLr(): number[] {
    return [...this.lastLr];
  }

  /** Everything to go on from, as plain data. Functions are not in it. */
  stateDict(): SchedulerStateDict {
    const { optimizer: _, ...state } = this;
    return structuredCopy(state);
  }

  /**
   * Goes on from a saved state. As in PyTorch the optimizer's rates are the optimizer's state: load that too.
   *
   * @throws TypeError if the state is not one of such a scheduler; nothing is changed then.
   */
  loadStateDict(stateDict: SchedulerStateDict): void {
    checkState(this.constructor.name, this.stateDict(), stateDict);
    Object.assign(this, structuredCopy(stateDict));
  }

  protected current(): number[] {
    return this.optimizer.paramGroups.map(({ lr }) => lr);
  }

  /** The rates in force, each times a factor. */
  protected times(factor: number): number[] {
    return this.current().map((lr) => lr * factor);
  }

  /** The base rates, each times a factor. */
  protected base(factor: number): number[] {
    return this.baseLrs.map((lr) => lr * factor);
  }

  protected write(rates: readonly number[]): void {
    const groups = this.optimizer.paramGroups;
    if (rates.length !== groups.length) {
      throw new RangeError(
        `${this.constructor.name}: was made for ${rates.length} groups, but the optimizer now has ` +
          `${groups.length}; make schedulers after the last addParamGroup`,
      );
    }
    groups.forEach((group, i) => {
      group.lr = rates[i]!;
    });
    this.lastLr = [...rates];
  }
}

/** @throws TypeError naming what a loaded state has too much or too little of, or of another kind. */
export function checkState(owner: string, own: SchedulerStateDict, loaded: SchedulerStateDict): void {
  if (typeof loaded !== "object" || loaded === null) {
    throw new TypeError(`${owner}.loadStateDict: state must be an object, got ${show(loaded)}`);
  }
  const kind = (value: unknown) => (Array.isArray(value) ? `array of ${value.length}` : typeof value);
  for (const name of new Set([...Object.keys(own), ...Object.keys(loaded)])) {
    const nullable = own[name] === null || loaded[name] === null;
    if (name in own && name in loaded && (nullable || kind(own[name]) === kind(loaded[name]))) continue;
    throw new TypeError(
      `${owner}.loadStateDict: ${name} must be ${name in own ? `of type ${kind(own[name])}` : "left out"}, ` +
        `got ${show(loaded[name])}`,
    );
  }
}

function structuredCopy<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}
