import { checkKeys } from "../../validation.js";
import { CompositeLR } from "./composite.js";
import type { LRScheduler } from "./LRScheduler.js";
import { checkMembers } from "./members.js";
import { checkOptimizer, type Schedulable } from "./schedulable.js";

/** Options of `ChainedScheduler`. */
export interface ChainedSchedulerOptions {
  /** The schedulers, in the order they step. */
  schedulers: readonly LRScheduler[];
}

/** Steps several schedulers of one optimizer together: their factors multiply. */
export class ChainedScheduler extends CompositeLR {
  readonly #schedulers: readonly LRScheduler[];

  /** As PyTorch has it: the schedulers, and the optimizer if it is to be checked that they belong to it. */
  constructor(schedulers: readonly LRScheduler[], optimizer?: Schedulable);
  /** As all the others have it. */
  constructor(optimizer: Schedulable, options: ChainedSchedulerOptions);
  constructor(first: readonly LRScheduler[] | Schedulable, second?: Schedulable | ChainedSchedulerOptions) {
    const name = "ChainedScheduler";
    const listed = Array.isArray(first);
    if (!listed) {
      checkOptimizer(name, first);
      checkKeys(name, second as ChainedSchedulerOptions, ["schedulers"]);
    }
    const members = checkMembers(
      name,
      listed ? first : (second as ChainedSchedulerOptions).schedulers,
      (listed ? second : first) as Schedulable | undefined,
    );
    super(members[0]!.optimizer, -1);
    this.#schedulers = members;
    this.lastEpoch = 0;
    this.lastLr = this.current();
  }

  override step(): void {
    for (const member of this.#schedulers) member.step();
    this.lastEpoch++;
    this.lastLr = this.current();
  }

  override restart(): void {
    for (const member of this.#schedulers) member.restart();
    this.lastEpoch = 0;
    this.lastLr = this.current();
  }

  protected members(): readonly LRScheduler[] {
    return this.#schedulers;
  }

  protected next(): number[] {
    return this.current();
  }
}
