import { beatInterval } from "../store/leases.js";
import type { Lease, Store } from "../store/store.js";

/** The trial is another worker's by now. */
export class LeaseLost extends Error {}

/** A trial in the hands of a worker. */
export interface Hold {
  /** Aborted, with a {@link LeaseLost}, when a sign of life finds that the trial is another worker's. */
  readonly lost: AbortSignal;
  /** The part of the epoch under way that is done, 0 to 1; each sign of life tells it. */
  share: number;
  /** Ends the signs of life. */
  release(): void;
}

/**
 * Shows signs of life for a trial from when it was taken: also while its task is loaded, which may take longer than a
 * lease lasts.
 */
export function holdTrial(store: Store, lease: Lease): Hold {
  const losing = new AbortController();
  let beating = false;
  const beat = setInterval(async () => {
    // One that waits for the store is enough.
    if (beating) return;
    beating = true;
    // Where this fails, the next beat or the next epoch says so.
    const held = await store.beat(lease, hold.share).catch(() => true);
    if (!held) losing.abort(new LeaseLost());
    beating = false;
  }, beatInterval);
  const hold: Hold = { lost: losing.signal, share: 0, release: () => clearInterval(beat) };
  return hold;
}
