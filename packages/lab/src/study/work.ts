import { setTimeout as pause } from "node:timers/promises";
import { openStore } from "../store/openStore.js";
import { patient } from "../store/patient.js";
import type { Store } from "../store/store.js";
import { knownStudy } from "./storedStudy.js";
import { type SuperviseOptions, supervise } from "./supervise.js";
import { describeEnd } from "./trialWords.js";

export interface WorkRequest extends Omit<SuperviseOptions, "onNotice" | "onEnd"> {
  /** End when nothing waits or runs any more; else wait for more. */
  untilDone: boolean;
  /** Only what goes wrong is told. Default false. */
  quiet?: boolean;
}

/** How often the store is asked whether all is done, in milliseconds. */
const interval = 5000;

/**
 * Works on what waits in a store until told to stop or, if asked, until all is done.
 *
 * @returns the exit code: 0, 130 if it was interrupted.
 * @throws UsageError if there is no such study; Error in one line if workers cannot start, nothing is left that this
 *   machine can do, or the store is lost for good.
 */
export async function work(request: WorkRequest): Promise<number> {
  const { place, study } = request;
  const opened = await openStore(place);
  try {
    if (study !== undefined) await knownStudy(opened, study);
    return await workOn(opened, request);
  } finally {
    await opened.close();
  }
}

async function workOn(opened: Store, { untilDone, quiet, ...options }: WorkRequest): Promise<number> {
  const { study, workers } = options;
  const interruption = new AbortController();
  const { signal } = interruption;
  const say = (line: string) => console.error(`lehr: ${line}`);
  const store = patient(opened, {
    onTrouble: (reason) => say(`the store does not answer (${reason}); waiting for it`),
    onRelief: () => say("the store answers again"),
    signal,
  });
  const supervision = supervise(store, {
    ...options,
    onNotice: say,
    onEnd(study, end) {
      if (!quiet) say(`${study}: ${describeEnd(end)}`);
    },
  });
  const interrupt = () => {
    if (signal.aborted) supervision.kill();
    else say("stopping; the trials under way are stored where they are (again to stop at once)");
    interruption.abort();
  };
  process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
  const end = async () => {
    while (!signal.aborted && !(untilDone && !(await store.workLeft(study)))) {
      await pause(interval, undefined, { signal }).catch(() => {});
    }
  };
  try {
    await store.giveBackOrphans();
    if (!quiet) say(`${workers} worker ${workers === 1 ? "process" : "processes"} at work`);
    await Promise.race([end(), supervision.failure]);
    const interrupted = signal.aborted;
    await supervision.stop();
    return interrupted ? 130 : 0;
  } finally {
    interruption.abort();
    await supervision.kill();
    process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  }
}
