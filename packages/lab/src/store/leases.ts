import { host } from "../host.js";
import { isRunning } from "../runningProcess.js";

/** A worker that shows no sign of life for so long, in milliseconds, has lost its trial. */
export const leaseTime = 60_000;

/** How often a worker shows a sign of life, in milliseconds. */
export const beatInterval = 10_000;

/** As often as this a worker may die, or fail, of a trial within one epoch before the trial counts as failed. */
export const mostAttempts = 3;

/** How a worker process is called in a store. */
export const workerName = (processId = process.pid): string => `${host}:${processId}`;

/** Whether a worker was a process of this host that is no more. */
export function isOrphan(worker: string): boolean {
  const [, itsHost, id] = /^(.*):(\d+)$/.exec(worker) ?? [];
  return itsHost === host && !isRunning(Number(id));
}
