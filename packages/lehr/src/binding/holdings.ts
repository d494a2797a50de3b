import type { Group } from "./group.js";

/** What a bound optimizer is made of. */
export interface Holding {
  readonly groups: readonly Group[];
  /** Makes the slots ready for the next update. */
  begin(): void;
  /** Counts an update as done. */
  count(): void;
}

/** What is behind bound optimizers, for those who run their updates. */
export const holdings = new WeakMap<object, Holding>();
