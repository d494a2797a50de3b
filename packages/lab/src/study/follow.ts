import { setTimeout as pause } from "node:timers/promises";
import type { Store } from "../store/store.js";
import type { Progress } from "../terminal/progressBar.js";
import { type ProgressBoard, startProgressBoard } from "../terminal/progressBoard.js";
import { type Telling, tell, trialEvent } from "./studyEvents.js";
import { describeEnd, describeTrial } from "./trialWords.js";

/** How often the store is asked, in milliseconds. */
const interval = 300;

/** Shows how a study goes on. */
export interface Following {
  /** Resolves when every trial is done, or `signal` aborts. */
  readonly finished: Promise<void>;
  /** Writes a line that stays. */
  print(line: string): void;
}

/**
 * Shows the progress of a study, whoever works on it: a bar for the study, one for each trial under way, and a line
 * for each that ends. Trials that were done before are not told of.
 */
export function follow(store: Store, study: string, signal: AbortSignal, telling: Telling = {}): Following {
  const board = telling.quiet ? null : startProgressBoard();
  return {
    finished: watch(store, study, signal, board, telling).finally(() => board?.end()),
    print: board?.print ?? ((line) => console.error(line)),
  };
}

async function watch(
  store: Store,
  study: string,
  signal: AbortSignal,
  board: ProgressBoard | null,
  telling: Telling,
): Promise<void> {
  const rate = rates();
  const told = new Set<number>();
  let first = true;
  let done = -1;
  while (!signal.aborted) {
    const now = await store.progress(study);
    if (now.done !== done) {
      for (const record of await store.trials(study)) {
        if (record.state !== "done" || told.has(record.position)) continue;
        told.add(record.position);
        if (first) continue;
        board?.print(describeEnd(record));
        tell(telling, trialEvent(study, record));
      }
      if (first && now.done > 0) board?.print(`${now.done} of ${now.trials} trials are done already`);
      done = now.done;
      first = false;
    }
    const best = now.bestError === null ? "" : `, best ${now.bestError.toFixed(2)} %`;
    board?.update(
      {
        label: `${study}, ${now.done} of ${now.trials} trials${best}`,
        done: now.epochsDone,
        total: now.epochs,
        unit: "epochs",
        rate: rate("", now.epochsDone),
      },
      now.running.map(
        ({ position, trial, epochsDone, epochShare }): Progress => ({
          label: `  ${describeTrial(trial)}${epochsDone === trial.epochs ? ", measuring" : ""}`,
          done: epochsDone + epochShare,
          total: trial.epochs,
          unit: "epochs",
          rate: rate(`${position}`, epochsDone + epochShare),
        }),
      ),
    );
    if (now.done === now.trials) return;
    await pause(interval, undefined, { signal }).catch(() => {});
  }
}

/** How fast things go since they were first seen; null at first. */
function rates(): (key: string, done: number) => number | null {
  const firsts = new Map<string, { at: number; done: number }>();
  return (key, done) => {
    const at = performance.now();
    const first = firsts.get(key);
    if (first === undefined || done < first.done) {
      firsts.set(key, { at, done });
      return null;
    }
    return done > first.done ? ((done - first.done) * 1000) / (at - first.at) : null;
  };
}
