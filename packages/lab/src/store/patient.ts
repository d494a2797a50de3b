import { setTimeout as pause } from "node:timers/promises";
import type { Store } from "./store.js";
import { isTransient } from "./transient.js";

export interface PatienceOptions {
  /** How long a call is tried again, in milliseconds; default 15 minutes. */
  patience?: number;
  /** Told once when calls begin to fail, with the reason, and once when all that failed have succeeded. */
  onTrouble?(reason: string): void;
  onRelief?(): void;
  /** Ends the waiting: the call fails with what it failed with last. */
  signal?: AbortSignal;
}

/** The first and the longest pause between two attempts, in milliseconds. */
const [firstPause, longestPause] = [200, 5_000];

/**
 * Makes calls that wait out what passes: each is tried again while it fails for a reason that may pass by itself.
 *
 * @returns what makes one call; it throws what the call throws, of what passes only when patience is at its end.
 */
export function insistence(options: PatienceOptions = {}): <T>(call: () => Promise<T>) => Promise<T> {
  const { patience = 15 * 60_000, onTrouble, onRelief, signal } = options;
  const waiting = new Set<symbol>();

  return async (call) => {
    const self = Symbol();
    const started = Date.now();
    try {
      for (let wait = firstPause; ; wait = Math.min(2 * wait, longestPause)) {
        try {
          const result = await call();
          if (waiting.delete(self) && waiting.size === 0) onRelief?.();
          return result;
        } catch (error) {
          if (!isTransient(error) || Date.now() - started > patience || signal?.aborted) throw error;
          if (!waiting.has(self) && waiting.add(self).size === 1) onTrouble?.(reasonOf(error));
          await pause(wait, undefined, signal && { signal }).catch(() => {});
        }
      }
    } finally {
      waiting.delete(self);
    }
  };
}

/**
 * A store whose calls wait out what passes: a database that is restarted, a full disk that somebody clears. Every
 * call is one transaction that has happened or not, and those that are repeated although they have happened change
 * nothing.
 */
export function patient(store: Store, options: PatienceOptions = {}): Store {
  const insist = insistence(options);
  const calls = Object.entries(store).map(([name, call]) => [
    name,
    name === "close" ? call : (...given: unknown[]) => insist(() => call(...given)),
  ]);
  return Object.fromEntries(calls) as Store;
}

/** Why a call failed; of a refused connection there is nothing but the code. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message || ("code" in error ? String(error.code) : error.name);
}
