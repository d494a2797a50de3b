import type { EpochResult } from "../results.js";
import type { Ending, Store, Taken } from "../store/store.js";
import { isTransient } from "../store/transient.js";
import type { Arrays } from "../training/program.js";
import { encodeSolution } from "../training/solution.js";
import { UsageError } from "../usageError.js";
import type { Bench } from "./bench.js";
import { type Hold, LeaseLost } from "./hold.js";

export interface TrialWork {
  /** Since the trial was taken. */
  hold: Hold;
  /** Within an epoch, the state is stored this often, in seconds. */
  checkpointSeconds: number;
  /** Aborting stores where the trial is, and gives it back. */
  signal: AbortSignal;
  /** Told of each epoch before it is stored, with the weights that were judged. */
  onEpoch?(epoch: EpochResult, seconds: number, weights: () => Promise<Arrays>): void | Promise<void>;
  /** Told after each batch which part of the epoch is done, 0 to 1. */
  onShare?(share: number): void;
  /** Told that the trial has ended, when it is stored. */
  onEnd?(ending: Ending): void;
}

/** The trial is not to go on. */
class Stopped extends Error {}
/** What `onEpoch` threw, as the cause. */
class CallbackFailed extends Error {}

/**
 * Trains a trial that a store has handed out, from where it is to where it is to pause or end, and stores each epoch
 * as it ends. A trial that asks for what there is not has failed; one that has gone to another worker is left to that
 * one.
 *
 * @returns false if it has gone to another worker.
 * @throws what `onEpoch` throws, after the trial was given back without that epoch; what the store fails with, when
 *   patience is at its end; and what else goes wrong, after the trial was given back as at a crash: a fresh process may
 *   do better, and this one is to end.
 */
export async function carryOutTrial(
  store: Store,
  taken: Taken,
  bench: Bench,
  { hold, checkpointSeconds, signal, onEpoch, onShare, onEnd }: TrialWork,
): Promise<boolean> {
  const { lease, trial, untilEpoch } = taken;
  const mine = (held: boolean) => {
    if (!held) throw new LeaseLost();
  };
  const goOn = () => {
    if (signal.aborted) throw new Stopped();
  };
  const end = async (ending: Ending) => {
    const held = await store.end(lease, ending);
    if (held) onEnd?.(ending);
    return held;
  };
  let saved = performance.now();
  try {
    const outcome = await bench.trainer.train(trial, {
      from: await store.checkpoint(lease),
      untilEpoch,
      async onEpoch(epoch, seconds, checkpoint, weights) {
        hold.share = 0;
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
        hold.share = done;
        onShare?.(done);
        hold.lost.throwIfAborted();
        const due = performance.now() - saved > 1000 * checkpointSeconds;
        if (!due && !signal.aborted) return;
        mine(await store.saveCheckpoint(lease, await checkpoint()));
        saved = performance.now();
        goOn();
      },
    });
    if (outcome === "paused") mine(await store.pause(lease));
    else {
      const found =
        outcome === "finished"
          ? await examine(store, taken, bench, AbortSignal.any([hold.lost, signal]))
          : {};
      mine(await end({ outcome, ...found }));
    }
    return true;
  } catch (error) {
    if (error instanceof LeaseLost) return false;
    // While measuring, the signal's own reason is what was thrown.
    if (error instanceof Stopped || error === signal.reason) {
      await store.giveBack(lease);
      return true;
    }
    if (error instanceof CallbackFailed) {
      await store.giveBack(lease);
      throw error.cause;
    }
    // What fails of the store, when patience is at its end, is no fault of the trial's.
    if (isTransient(error)) throw error;
    const message = error instanceof Error ? error.message : String(error);
    // It would fail with every worker.
    if (error instanceof UsageError) return await end({ outcome: "failed", message });
    await store.giveBack(lease, message);
    throw error;
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
