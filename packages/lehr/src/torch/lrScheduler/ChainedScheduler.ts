import { CompositeLR } from "./composite.js";
import type { LRScheduler } from "./LRScheduler.js";
import { checkMembers } from "./members.js";
import type { Schedulable } from "./schedulable.js";

/** Steps several schedulers of one optimizer together: their factors multiply. */
export class ChainedScheduler extends CompositeLR {
  readonly #schedulers: readonly LRScheduler[];

  /**
   * @param schedulers the schedulers, in the order they step.
   * @param optimizer the optimizer, to check that they belong to it.
   */
  constructor(schedulers: readonly LRScheduler[], optimizer?: Schedulable) {
    const members = checkMembers("ChainedScheduler", schedulers, optimizer);
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
