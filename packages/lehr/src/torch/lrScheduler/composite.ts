import { checkState, LRScheduler, type SchedulerStateDict } from "./LRScheduler.js";

/** A scheduler made of schedulers: their states are part of its own. */
export abstract class CompositeLR extends LRScheduler {
  protected abstract members(): readonly LRScheduler[];

  override stateDict(): SchedulerStateDict {
    return { ...super.stateDict(), schedulers: this.members().map((member) => member.stateDict()) };
  }

  override loadStateDict(stateDict: SchedulerStateDict): void {
    checkState(this.constructor.name, this.stateDict(), stateDict);
    const { schedulers, ...own } = stateDict;
    const members = this.members();
    (schedulers as SchedulerStateDict[]).forEach((state, i) => {
      checkState(`${this.constructor.name}: schedulers[${i}]`, members[i]!.stateDict(), state);
    });
    members.forEach((member, i) => {
      member.loadStateDict((schedulers as SchedulerStateDict[])[i]!);
    });
    Object.assign(this, own);
  }

  override takeOver(): void {
    this.toInitialRates();
    this.restart();
  }

  protected toInitialRates(): void {
    for (const group of this.optimizer.paramGroups) group.lr = group.initialLr ?? group.lr;
  }
}
