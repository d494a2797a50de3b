import { type ChildProcess, fork } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import type { Device } from "@lehr/engine";
import type { Lease, Store } from "../store/store.js";
import type { WorkerOrder, WorkerReport } from "./protocol.js";
import type { TrialEnd } from "./trialWords.js";

export interface SuperviseOptions {
  /** Where the store is, for the workers to open. */
  place: string;
  /** Only trials of this study; default: of any that this machine can do. */
  study?: string | undefined;
  /** Worker processes; each trains one trial at a time. */
  workers: number;
  /** Where they compute; default "cpu". */
  device?: Device;
  /** Threads of each; default 1. */
  threads?: number;
  /** Within an epoch, the state is stored this often, in seconds; default 300. */
  checkpointSeconds?: number;
  /** Told what a user should know: a worker died, a study cannot be done here, the store cannot be reached. */
  onNotice?(line: string): void;
  /** Told of each trial that ends in the hands of these workers. */
  onEnd?(study: string, end: TrialEnd): void;
}

/** Worker processes at work. */
export interface Supervision {
  /**
   * Rejects, with the reason, if workers cannot start at all or nothing is left that this machine can do; else never
   * settles before `stop`.
   */
  readonly failure: Promise<never>;
  /** Lets the workers store where they are and ends them; those that do not end in time are killed. */
  stop(): Promise<void>;
  /** Kills the workers. Resolves when their trials are given back; until then the store has to be open. */
  kill(): Promise<void>;
}

/** The program a worker process runs. */
const workerModule = new URL("./workerProcess.js", import.meta.url);

/** How long workers may take to stop, in milliseconds. */
const stopTime = 20_000;
/** How often in a row a worker may die before it is ready, or has a task ready. */
const mostFalseStarts = 3;
/** The pause after a worker's death, in milliseconds. */
const deathPause = 200;

/**
 * Keeps worker processes at work on what waits in a store. A trial whose worker dies is given back at once, to be
 * gone on with from its last state, and a fresh worker takes the dead one's place.
 *
 * @param store an open store, of the same place.
 */
export function supervise(store: Store, options: SuperviseOptions): Supervision {
  const { workers, onNotice } = options;
  const running = new Set<ChildProcess>();
  let stopping = false;
  let reject: (reason: Error) => void;
  const failure = new Promise<never>((_, rejects) => {
    reject = rejects;
  });
  failure.catch(() => {}); // Whoever is interested looks.

  /** What this machine cannot do: a fresh worker would find the same. */
  const undoable = new Set<string>();
  const leave = (study: string, reason: string) => {
    if (options.study !== undefined || undoable.has(study)) return;
    undoable.add(study);
    onNotice?.(`${study} cannot be done here (${reason}); it is left to others as long as this command runs`);
  };
  const lookForMore = async () => {
    const studies = [...undoable];
    if (studies.length === 0 || (await store.workLeft(undefined, studies).catch(() => true))) return;
    reject(new Error(`nothing is left but what cannot be done here: ${studies.join(", ")}`));
  };
  const hear = (report: WorkerReport) => {
    if (report.kind === "unable") leave(report.study, report.reason);
    else if (report.kind === "ready") lookForMore();
    else if (report.kind === "ended") options.onEnd?.(report.study, report.end);
    else if (report.kind === "trouble")
      onNotice?.(`the store does not answer (${report.reason}); waiting for it`);
    else if (report.kind === "relief") onNotice?.("the store answers again");
  };

  const lane = async () => {
    let falseStarts = 0;
    while (!stopping) {
      const death = await runWorker(store, options, { running, except: [...undoable], hear });
      if (stopping) return;
      falseStarts = death.ready ? 0 : falseStarts + 1;
      if (falseStarts >= mostFalseStarts) {
        reject(new Error(`a worker process could not start: ${death.reason}`));
        return;
      }
      onNotice?.(`a worker process ended (${death.reason}); another takes its place`);
      await pause(deathPause);
    }
  };
  const lanes = Array.from({ length: workers }, lane);

  const kill = async () => {
    stopping = true;
    for (const worker of running) worker.kill("SIGKILL");
    await Promise.all(lanes);
  };
  return {
    failure,
    kill,
    async stop() {
      stopping = true;
      for (const worker of running) tell(worker, { kind: "stop" });
      const late = setTimeout(kill, stopTime);
      await Promise.all(lanes);
      clearTimeout(late);
    },
  };
}

interface Death {
  /** Whether it was ready to work. */
  ready: boolean;
  reason: string;
}

interface Surroundings {
  /** All that run. */
  running: Set<ChildProcess>;
  /** Studies that it leaves to others. */
  except: readonly string[];
  /** Told what it reports. */
  hear(report: WorkerReport): void;
}

/** One worker process from its start to its end. */
function runWorker(
  store: Store,
  options: SuperviseOptions,
  { running, except, hear }: Surroundings,
): Promise<Death> {
  const { place, study, device = "cpu", threads = 1, checkpointSeconds = 300, onNotice } = options;
  return new Promise((resolve) => {
    const worker = fork(workerModule, {
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      serialization: "advanced",
    });
    running.add(worker);
    let lastWords = "";
    let ready = false;
    let held: Lease | undefined;
    worker.stderr?.on("data", (text) => {
      lastWords = `${lastWords}${text}`.slice(-10_000);
    });
    worker.on("message", (report: WorkerReport) => {
      if (report.kind === "ready") ready = true;
      else if (report.kind === "taken") held = report.lease;
      else if (report.kind === "left") held = undefined;
      else if (report.kind === "unable") [held, ready] = [undefined, false];
      hear(report);
    });
    const ended = async (how: string) => {
      if (!running.delete(worker)) return;
      const reason = reasonIn(lastWords) ?? how;
      try {
        // Who dies before it can work has not died of the trial.
        if (held !== undefined)
          await store.giveBack(held, ready ? `its worker process ended: ${reason}` : undefined);
        // It may have died before it could say what it had taken.
        await store.giveBackOrphans();
      } catch (error) {
        onNotice?.(`could not give a trial back: ${error instanceof Error ? error.message : error}`);
      }
      resolve({ ready, reason });
    };
    worker.on("error", (error) => ended(error.message));
    // Not "close", which never comes after a disconnect; its last words arrive within a turn of the loop.
    worker.on("exit", (code, signal) => setImmediate(ended, signal ?? `exit code ${code}`));
    tell(worker, { kind: "start", place, study, except, device, threads, checkpointSeconds });
  });
}

/** What a process said of its end: the error above a stack trace, else the last line. */
function reasonIn(lastWords: string): string | undefined {
  const lines = lastWords.split("\n").flatMap((line) => line.trim() || []);
  return lines.filter((line) => /^(FATAL ERROR|\w*Error)\b/.test(line)).at(-1) ?? lines.at(-1);
}

function tell(worker: ChildProcess, order: WorkerOrder): void {
  if (worker.connected) worker.send(order, () => {});
}
