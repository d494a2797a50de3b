import type { Device } from "@lehr/engine";
import { openStore } from "../store/openStore.js";
import { patient } from "../store/patient.js";
import type { Store } from "../store/store.js";
import { beginStudy, type NewStudy, prepareRest } from "./beginStudy.js";
import { concludeStudy } from "./concludeStudy.js";
import { follow } from "./follow.js";
import { checkOutputDirectory, prepareOutputDirectory } from "./outputDirectory.js";
import type { Telling } from "./studyEvents.js";
import { supervise } from "./supervise.js";

export interface RunOptions extends Telling {
  /** Where the store is. */
  place: string;
  /** Where the report goes. */
  out: string;
  /** Training processes of this machine; 0 leaves the work to others. */
  workers: number;
  /** Where they compute. */
  device: Device;
  /** Threads of each. */
  threads: number;
  /** Within an epoch, the state is stored this often, in seconds. */
  checkpointSeconds: number;
  /** Studies of the store, and `results.json` files, whose trials a new study takes over. */
  reuse?: readonly string[];
  /** Trials that failed are run again. Default false. */
  retryFailed?: boolean;
}

/**
 * Begins a study, or goes on with it if there is one of that name that asks the same, and carries it out.
 *
 * @returns as {@link resumeStudy}.
 * @throws UsageError if there is another study of that name, if `out` cannot be written to, and as `loadTask` and
 *   `checkUnchanged`.
 */
export async function runStudy(study: NewStudy, options: RunOptions): Promise<number> {
  await checkOutputDirectory(options.out);
  const opened = await openStore(options.place);
  try {
    await beginStudy(opened, study, options);
    await prepareOutputDirectory(options.out, study.name);
    return await carryOut(opened, study.name, options);
  } finally {
    await opened.close();
  }
}

/**
 * Goes on with a study where it is.
 *
 * @returns the exit code: 0, 1 if trials failed, 130 if it was interrupted.
 * @throws UsageError if there is no such study, or its task has changed; Error in one line if workers cannot start,
 *   the store is lost for good or the report cannot be written.
 */
export async function resumeStudy(name: string, options: RunOptions): Promise<number> {
  const opened = await openStore(options.place);
  try {
    await prepareRest(opened, name, options);
    await prepareOutputDirectory(options.out, name);
    return await carryOut(opened, name, options);
  } finally {
    await opened.close();
  }
}

async function carryOut(opened: Store, study: string, options: RunOptions): Promise<number> {
  const { place, workers, device, threads, checkpointSeconds } = options;
  const interruption = new AbortController();
  const store = patient(opened, {
    onTrouble: (reason) => notice(`the store does not answer (${reason}); waiting for it`),
    onRelief: () => notice("the store answers again"),
    signal: interruption.signal,
  });
  await store.giveBackOrphans();
  const shown = follow(store, study, interruption.signal, options);
  function notice(line: string) {
    shown.print(`lehr: ${line}`);
  }
  const supervision = supervise(store, {
    place,
    study,
    workers,
    device,
    threads,
    checkpointSeconds,
    onNotice: notice,
  });
  const interrupt = () => {
    if (interruption.signal.aborted) supervision.kill();
    else notice("stopping; the trials under way are stored where they are (again to stop at once)");
    interruption.abort();
  };
  process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
  try {
    await Promise.race([shown.finished, supervision.failure]);
    await supervision.stop();
    return await concludeStudy(store, study, { ...options, signal: interruption.signal });
  } finally {
    // What is left waits for nothing any more.
    interruption.abort();
    await supervision.kill();
    await shown.finished.catch(() => {});
    process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  }
}
