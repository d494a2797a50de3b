import { LRScheduler } from "./LRScheduler.js";

/** A scheduler whose rates depend on the epoch and not on the rates in force. */
export abstract class AbsoluteLR extends LRScheduler {
  protected override first(): number[] {
    return this.next();
  }

  protected override resumed(): number[] {
    return this.next();
  }
}
