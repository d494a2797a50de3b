import { setTimeout as pause } from "node:timers/promises";
import { workerName } from "../store/leases.js";
import { openStore } from "../store/openStore.js";
import { insistence, type PatienceOptions, patient } from "../store/patient.js";
import { benches } from "./bench.js";
import { carryOutTrial } from "./carryOutTrial.js";
import { holdTrial } from "./hold.js";
import type { WorkerOrder, WorkerReport } from "./protocol.js";

/**
 * A worker process: takes trials from a store, one at a time, trains them, stores each epoch as it ends and measures
 * what the experiment asks, until its parent tells it to stop, or is no more. Then it stores where it is, gives its
 * trial back and ends. What goes wrong with a trial ends it too: a fresh process takes its place.
 */

/** The first and the longest pause before asking again where nothing waited, in milliseconds. */
const [firstIdle, longestIdle] = [250, 2000];

const stopping = new AbortController();
const stop = () => stopping.abort();
// These reach whole process groups (Ctrl-C, systemd and SLURM, a closed terminal); the parent decides what becomes of
// its workers.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});
process.on("disconnect", stop);
process.on("message", (order: WorkerOrder) => {
  if (order.kind === "stop") stop();
  else work(order).then(() => process.exit(0), fail);
});
// It may have gone while we were being loaded.
if (!process.connected) stop();

const report = (message: WorkerReport) => process.send?.(message, () => {});

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** Ends the process with one line that says why; the parent reads it. */
function fail(error: unknown): void {
  console.error(messageOf(error));
  process.exit(1);
}

async function work(order: WorkerOrder & { kind: "start" }) {
  const { place, study, except, checkpointSeconds, ...placement } = order;
  const { signal } = stopping;
  const patience: PatienceOptions = {
    onTrouble: (reason) => report({ kind: "trouble", reason }),
    onRelief: () => report({ kind: "relief" }),
    signal,
  };
  // It was there when the parent opened it: where it is not now, it will be again.
  const store = patient(await insistence(patience)(() => openStore(place)), patience);
  const benchOf = benches(store, placement);
  const undoable = new Set(except);
  let idle = firstIdle;
  while (!signal.aborted) {
    const taken = await store.take(workerName(), study, [...undoable]);
    if (taken === undefined) {
      report({ kind: "ready" });
      await pause(idle, undefined, { signal }).catch(() => {});
      idle = Math.min(2 * idle, longestIdle);
      continue;
    }
    idle = firstIdle;
    report({ kind: "taken", lease: taken.lease, study: taken.study });
    const started = performance.now();
    let testError: number | null = null;
    const hold = holdTrial(store, taken.lease);
    try {
      const bench = await benchOf(taken.study).catch(async (error: unknown) => {
        // Its data may be missing here: no fault of the trial's, which another worker may be able to run.
        await store.giveBack(taken.lease);
        report({ kind: "unable", study: taken.study, reason: messageOf(error) });
        if (study !== undefined) throw error;
        undoable.add(taken.study);
        return undefined;
      });
      if (bench === undefined) continue;
      report({ kind: "ready" });
      await carryOutTrial(store, taken, bench, {
        hold,
        checkpointSeconds,
        signal,
        onEpoch(epoch) {
          testError = epoch.testError;
        },
        onEnd({ outcome, message = null }) {
          const seconds = (performance.now() - started) / 1000;
          report({
            kind: "ended",
            study: taken.study,
            end: { trial: taken.trial, outcome, testError, message, seconds },
          });
        },
      });
      report({ kind: "left" });
    } finally {
      hold.release();
    }
  }
  await store.close();
}
