import { open, readFile, rm, stat, utimes } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { host } from "../host.js";
import { isRunning } from "../runningProcess.js";

export interface LockOptions {
  /** Aborting ends the wait with the signal's reason. */
  signal?: AbortSignal;
  /** Called once if another process holds the lock. */
  onWait?: () => void;
}

/** A holder that lives sets the lock file's time this often, in milliseconds. */
const heartbeat = 5_000;
/** A lock file that nobody touched for so long, in milliseconds, belongs to a holder that is no more. */
const expiry = 60_000;
/** How often those who wait look, in milliseconds. */
const interval = 200;

/**
 * Runs `action` while holding the lock file at `path`, whose directory exists; of all processes that use the
 * same path one is inside at a time and the others wait. The lock of a process that died is taken over: at once
 * if it ran on this machine, else a minute after its last sign of life.
 *
 * @returns what `action` returns.
 * @throws what `action` throws; the system's error if the lock file cannot be created.
 */
export async function withLock<T>(
  path: string,
  action: () => Promise<T>,
  options: LockOptions = {},
): Promise<T> {
  const { signal, onWait } = options;
  let waited = false;
  while (!(await acquire(path))) {
    signal?.throwIfAborted();
    if (await isAbandoned(path)) {
      // One at a time: of two that judged the same lock, the second would remove the one that the first made since.
      await withLock(`${path}.removal`, async () => {
        if (await isAbandoned(path)) await rm(path, { force: true });
      });
      continue;
    }
    if (!waited) onWait?.();
    waited = true;
    await pause(interval);
  }
  const timer = setInterval(() => {
    // A missed beat does no harm: the next one follows soon.
    utimes(path, new Date(), new Date()).catch(() => undefined);
  }, heartbeat);
  timer.unref();
  try {
    signal?.throwIfAborted();
    return await action();
  } finally {
    clearInterval(timer);
    await rm(path, { force: true });
  }
}

async function acquire(path: string): Promise<boolean> {
  try {
    const file = await open(path, "wx");
    try {
      await file.writeFile(JSON.stringify({ host, process: process.pid }));
    } finally {
      await file.close();
    }
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

async function isAbandoned(path: string): Promise<boolean> {
  try {
    const age = Date.now() - (await stat(path)).mtimeMs;
    return age > expiry || holderDied(await readFile(path, "utf8"));
  } catch (error) {
    // Released in between: try to acquire it.
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return false;
    throw error;
  }
}

function holderDied(text: string): boolean {
  const holder = /^\{"host":(".*"),"process":(\d+)\}$/.exec(text);
  // Not yet written.
  if (holder === null || holder[1] !== JSON.stringify(host)) return false;
  return !isRunning(Number(holder[2]));
}
