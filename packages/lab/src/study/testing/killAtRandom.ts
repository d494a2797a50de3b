import { setTimeout as pause } from "node:timers/promises";
import type { RandomSource } from "../../random/randomSource.js";
import { uniform } from "../../random/uniform.js";
import { mostAttempts } from "../../store/leases.js";
import type { Store, TrialRecord } from "../../store/store.js";
import { type Ended, type Running, startLehr } from "./command.js";

export interface KillOptions {
  /** How often to kill, unless the study is done before. */
  times: number;
  /** A kill comes at most so long, in milliseconds, after a trial runs again. */
  longest: number;
  random: RandomSource;
  /** The store of the study, and its name there. */
  store: Store;
  study: string;
}

/** What was killed, how often. */
export interface Kills {
  /** The process that a user started; its workers end by themselves. */
  main: number;
  worker: number;
  /** Everything at once, as if the machine had failed. */
  all: number;
}

/** Who is killed, in turn; the main process, too, where no worker can be. */
const turns = ["worker", "main", "worker", "all", "worker"] as const;

/**
 * Runs a command that carries out a study and kills it, or its workers, or both, with SIGKILL at random moments;
 * whenever it is dead the same command is started again. In the end it is let go on.
 *
 * @returns how the last one ended, and what was killed.
 */
export async function killAtRandom(
  args: readonly string[],
  { times, longest, random, store, study }: KillOptions,
): Promise<Ended & { kills: Kills }> {
  const kills: Kills = { main: 0, worker: 0, all: 0 };
  let main = startLehr(args);
  for (let killed = 0; killed < times; killed++) {
    // Mostly while something is trained, sometimes while it starts.
    if (uniform(random) < 0.8) await somethingRuns(main, store, study);
    await pause(longest * uniform(random));
    const turn = turns[killed % turns.length]!;
    const running = await runningIn(store, study);
    // A trial whose workers die thrice in an epoch is given up, as it should be: that is a test of its own.
    const victims = running.filter(({ attempts }) => attempts < mostAttempts - 1);
    const victim = victims[Math.floor(victims.length * uniform(random))];
    if (turn === "worker" && victim !== undefined) {
      kills.worker += killIfThere(victim.processId);
      continue;
    }
    main.kill("SIGKILL");
    if (turn === "all") for (const { processId } of running) killIfThere(processId);
    // It may have ended of itself: then the study is done.
    if ((await main.ended).signal !== "SIGKILL") break;
    kills[turn === "all" ? "all" : "main"]++;
    main = startLehr(args);
  }
  return { ...(await main.ended), kills };
}

async function somethingRuns(main: Running, store: Store, study: string): Promise<void> {
  let ended = false;
  main.ended.then(() => {
    ended = true;
  });
  while (!ended && (await runningIn(store, study)).length === 0) await pause(20);
}

/** The trials that are being run, by processes that live. */
async function runningIn(store: Store, study: string): Promise<(TrialRecord & { processId: number })[]> {
  return (await store.trials(study)).flatMap((record) => {
    const processId = Number(record.worker?.split(":").at(-1));
    return record.state === "running" && isAlive(processId) ? { ...record, processId } : [];
  });
}

function isAlive(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch {
    return false;
  }
}

function killIfThere(processId: number): number {
  try {
    return process.kill(processId, "SIGKILL") ? 1 : 0;
  } catch {
    return 0;
  }
}
