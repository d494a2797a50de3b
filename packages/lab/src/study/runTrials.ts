import { type ChildProcess, fork } from "node:child_process";
import type { EpochResult, TrialResult } from "../results.js";
import type { Task, Trial } from "../training/trial.js";

/** What the main process tells a worker. */
export type WorkerRequest =
  | { kind: "prepare"; task: Task; threads: number }
  | { kind: "run"; index: number; trial: Trial };

/** What a worker tells the main process. */
export type WorkerReport =
  | { kind: "ready" }
  | { kind: "epoch"; index: number; epoch: EpochResult }
  | { kind: "done"; index: number; result: TrialResult }
  | { kind: "failed"; index: number; message: string };

export interface TrialEvents {
  onEpoch?(index: number, epoch: EpochResult): void;
  onResult(index: number, result: TrialResult): void;
  /** A trial that could not be run; the others go on. */
  onFailure(index: number, message: string): void;
}

export interface RunOptions {
  /** Worker processes; each trains one trial at a time on one thread. */
  workers: number;
  /** Stops the study: the workers end, and trials under way are given up. */
  signal: AbortSignal;
}

/** The program a worker process runs. */
const workerModule = new URL("./worker.js", import.meta.url);

/**
 * Runs trials in worker processes, one thread each, in order. A trial whose worker dies counts as failed, and
 * a fresh worker goes on with the next.
 *
 * @returns when every trial is done or failed, or the signal has stopped the study.
 * @throws Error if workers cannot start at all.
 */
export async function runTrials(
  task: Task,
  trials: readonly Trial[],
  { workers, signal }: RunOptions,
  events: TrialEvents,
): Promise<void> {
  const queue = trials.map((trial, index) => ({ trial, index }));
  const running = new Set<ChildProcess>();
  const stop = () => {
    queue.length = 0;
    for (const worker of running) worker.kill("SIGKILL");
  };
  signal.addEventListener("abort", stop, { once: true });
  const lane = async () => {
    while (queue.length > 0) {
      const startFailure = await runWorker(task, queue, running, signal, events);
      if (startFailure !== undefined && !signal.aborted) throw new Error(startFailure);
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(workers, trials.length) }, lane));
  } finally {
    stop();
    signal.removeEventListener("abort", stop);
  }
}

/**
 * One worker process from its start to its end: it takes trials from the queue until none is left or it dies.
 *
 * @returns why it never became ready, or undefined.
 */
function runWorker(
  task: Task,
  queue: { trial: Trial; index: number }[],
  running: Set<ChildProcess>,
  stopped: AbortSignal,
  events: TrialEvents,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const worker = fork(workerModule, {
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      serialization: "advanced",
    });
    running.add(worker);
    let lastWords = "";
    let ready = false;
    let current: number | undefined;
    const send = (request: WorkerRequest) => worker.connected && worker.send(request, () => {});
    const next = () => {
      const entry = queue.shift();
      current = entry?.index;
      if (entry) send({ kind: "run", ...entry });
      else worker.disconnect();
    };
    worker.stderr?.on("data", (text) => {
      lastWords = `${lastWords}${text}`.slice(-2000);
    });
    worker.on("message", (report: WorkerReport) => {
      if (report.kind === "ready") ready = true;
      else if (report.kind === "epoch") return events.onEpoch?.(report.index, report.epoch);
      else if (report.kind === "done") events.onResult(report.index, report.result);
      else events.onFailure(report.index, report.message);
      current = undefined;
      next();
    });
    const ended = (how: string) => {
      if (!running.delete(worker)) return;
      const reason = lastWords.trim().split("\n").at(-1) || how;
      if (current !== undefined && !stopped.aborted) {
        events.onFailure(current, `its worker process ended: ${reason}`);
      }
      resolve(ready ? undefined : `a worker process could not start: ${reason}`);
    };
    worker.on("error", (error) => ended(error.message));
    // Not "close", which never comes after a disconnect; its last words arrive within a turn of the loop.
    worker.on("exit", (code, signal) => setImmediate(ended, signal ?? `exit code ${code}`));
    send({ kind: "prepare", task, threads: 1 });
  });
}
