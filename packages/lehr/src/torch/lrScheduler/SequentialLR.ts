import { checkAscending } from "../../schedules/ascending.js";
import { checkKeys } from "../../validation.js";
import { CompositeLR } from "./composite.js";
import type { LRScheduler } from "./LRScheduler.js";
import { checkMembers } from "./members.js";
import { checkLastEpoch, type LastEpoch, type Schedulable } from "./schedulable.js";

/** Options of `SequentialLR`. */
export interface SequentialLROptions extends LastEpoch {
  /** The schedulers, in order. */
  schedulers: readonly LRScheduler[];
  /** The epochs at which the second, third, ... takes over, ascending. */
  milestones: readonly number[];
}

/**
 * One scheduler after another: each starts at its own epoch 0 from the initial rate when its milestone comes.
 * With `lastEpoch` it goes through the steps before by itself, so give it fresh schedulers.
 */
export class SequentialLR extends CompositeLR {
  milestones: readonly number[];
  readonly #schedulers: readonly LRScheduler[];

  constructor(optimizer: Schedulable, options: SequentialLROptions) {
    const name = "SequentialLR";
    checkKeys(name, options, ["schedulers", "milestones", "lastEpoch"]);
    const members = checkMembers(name, options.schedulers, optimizer);
    const milestones = checkAscending(name, "milestones", options.milestones, { from: 1 });
    if (milestones.length !== members.length - 1) {
      throw new RangeError(
        `${name}: milestones must be one fewer than the ${members.length} schedulers, got ${milestones.length}`,
      );
    }
    const behind = checkLastEpoch(name, options) + 1;
    super(optimizer, -1);
    this.milestones = milestones;
    this.#schedulers = members;
    this.takeOver();
    for (let epoch = 0; epoch < behind; epoch++) this.step();
  }

  override step(): void {
    this.lastEpoch++;
    const index = this.milestones.filter((milestone) => milestone <= this.lastEpoch).length;
    const active = this.#schedulers[index]!;
    if (index > 0 && this.milestones[index - 1] === this.lastEpoch) active.takeOver();
    else active.step();
    this.lastLr = active.getLastLr();
  }

  override restart(): void {
    this.#schedulers[0]!.restart();
    this.lastEpoch = 0;
    this.lastLr = this.#schedulers[0]!.getLastLr();
  }

  protected members(): readonly LRScheduler[] {
    return this.#schedulers;
  }

  protected next(): number[] {
    return this.current();
  }
}
