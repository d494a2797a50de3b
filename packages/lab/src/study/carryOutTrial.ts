import type { EpochResult } from "../results.js";
import { beatInterval } from "../store/leases.js";
import type { Ending, Store, Taken } from "../store/store.js";
import { isTransient } from "../store/transient.js";
import type { Arrays } from "../training/program.js";
import { encodeSolution } from "../training/solution.js";
import type { Bench } from "./bench.js";

export interface TrialWork {
  /** Within an epoch, the state is stored this often, in seconds. */
  checkpointSeconds: number;
  /** Aborting stores where the trial is, and gives it back. */
  signal: AbortSignal;
  /** Told of each epoch before it is stored, with the weights that were judged. */
  onEpoch?(epoch: EpochResult, seconds: number, weights: () => Promise<Arrays>): void | Promise<void>;
  /** Told after each batch which part of the epoch is done, 0 to 1. */
  onShare?(share: number): void;
}

/** The trial is another worker's by now. */
class LeaseLost extends Error {}
/** The trial is not to go on. */
class Stopped extends Error {}
/** What `onEpoch` threw, as the cause. */
class CallbackFailed extends Error {}

/**
 * Trains a trial that a store has handed out, from where it is to where it is to pause or end, and stores each epoch
 * as it ends. What goes wrong with the trial itself makes it fail; a trial that has gone to another worker is left to
 * that one.
 *
 * @throws what `onEpoch` throws, after the trial was given back without that epoch; and what the store fails with,
 *   when patience is at its end.
 */
export async function carryOutTrial(
  store: Store,
  taken: Taken,
  bench: Bench,
  { checkpointSeconds, signal, onEpoch, onShare }: TrialWork,
): Promise<void> {
  const { lease, trial, untilEpoch } = taken;
  const mine = (held: boolean) => {
    if (!held) throw new LeaseLost();
  };
  const goOn = () => {
    if (signal.aborted) throw new Stopped();
  };
  const losing = new AbortController();
  let share = 0;
  let beating = false;
  let saved = performance.now();
  const beat = setInterval(async () => {
    // One that waits for the store is enough.
    if (beating) return;
    beating = true;
    // Where this fails, the next beat or the next epoch says so.
    const held = await store.beat(lease, share).catch(() => true);
    if (!held) losing.abort(new LeaseLost());
    beating = false;
  }, beatInterval);
  try {
    const end = await bench.trainer.train(trial, {
      from: await store.checkpoint(lease),
      untilEpoch,
      async onEpoch(epoch, seconds, checkpoint, weights) {
        share = 0;
        try {
          await onEpoch?.(epoch, seconds, weights);
        } catch (cause) {
          throw new CallbackFailed("", { cause });
        }
        mine(await store.record(lease, epoch, seconds, await checkpoint()));
        saved = performance.now();
        goOn();
      },
      async onBatch(done, checkpoint) {
        share = done;
        onShare?.(done);
        losing.signal.throwIfAborted();
        const due = performance.now() - saved > 1000 * checkpointSeconds;
        if (!due && !signal.aborted) return;
        mine(await store.saveCheckpoint(lease, await checkpoint()));
        saved = performance.now();
        goOn();
      },
    });
    if (end === "paused") mine(await store.pause(lease));
    else {
      const found =
        end === "finished"
          ? await examine(store, taken, bench, AbortSignal.any([losing.signal, signal]))
          : {};
      mine(await store.end(lease, { outcome: end, ...found }));
    }
  } catch (error) {
    if (error instanceof LeaseLost) return;
    // While measuring, the signal's own reason is what was thrown.
    if (error instanceof Stopped || error === signal.reason) return await store.giveBack(lease);
    if (error instanceof CallbackFailed) {
      await store.giveBack(lease);
      throw error.cause;
    }
    // What fails of the store, when patience is at its end, is no fault of the trial's.
    if (isTransient(error)) throw error;
    // Not this worker's death: the trial itself cannot be run, and would fail with the next one too.
    const message = error instanceof Error ? error.message : String(error);
    await store.end(lease, { outcome: "failed", message });
  } finally {
    clearInterval(beat);
  }
}

/** What the experiment asks of the solution of a trial that finished; its last state is still in the store. */
async function examine(
  store: Store,
  { lease, trial }: Taken,
  { task, trainer, experiment, placement }: Bench,
  signal: AbortSignal,
): Promise<Pick<Ending, "measures" | "solution">> {
  if (experiment?.measure === undefined && experiment?.keepWeights !== true) return {};
  const checkpoint = await store.checkpoint(lease);
  if (checkpoint === undefined) throw new LeaseLost();
  const solution = await trainer.solution(trial, checkpoint);
  const measures = await experiment.measure?.(task, solution, trial, {
    threads: placement.threads ?? 1,
    signal,
  });
  return {
    ...(measures !== undefined && { measures }),
    ...(experiment.keepWeights && { solution: encodeSolution(solution) }),
  };
}
