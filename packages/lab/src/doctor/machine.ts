import { statfs } from "node:fs/promises";
import { availableParallelism, cpus, freemem, totalmem } from "node:os";
import { dirname, resolve } from "node:path";
import { type Check, fail, gigabytes, ok, reasonOf, warn } from "./check.js";

/** The least version of Node.js, as in package.json. */
const leastNode = 20;

/** Whether Node.js is new enough. */
export function checkNode(version: string = process.versions.node): Check {
  const major = Number(version.split(".")[0]);
  if (major >= leastNode) return ok("Node.js", version);
  return fail("Node.js", version, `install Node.js ${leastNode} or later`);
}

/** How many trainings can go on at once. */
export function checkCores(): Check {
  const threads = availableParallelism();
  const processor = cpus()[0]?.model.trim() ?? "unknown processor";
  const told = `${threads} ${threads === 1 ? "thread" : "threads"} on ${cpus().length} cores, ${processor}`;
  return ok("processor", `${told}; lehr run starts ${threads} ${threads === 1 ? "worker" : "workers"}`);
}

/** A worker with the small networks of the presets takes less than this, in bytes. */
const workerMemory = 0.5e9;

/**
 * @param available what can be had without swapping, in bytes.
 * @param total what the machine, or the container we are in, has.
 */
export function checkMemory(
  available: number = freemem(),
  total: number = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY),
): Check {
  const found = `${gigabytes(Math.min(available, total))} free of ${gigabytes(total)}`;
  const workers = Math.floor(Math.min(available, total) / workerMemory);
  if (workers >= availableParallelism()) return ok("memory", found);
  if (workers === 0) return warn("memory", found, "close other programs: training may not fit");
  return warn("memory", found, `close other programs, or run with --workers ${workers}`);
}

/** So little room that a study may not be able to store what it finds, in bytes. */
const littleRoom = 1e9;

/** @param path a folder, which need not exist yet. */
export async function checkDisk(name: string, path: string): Promise<Check> {
  try {
    const free = await freeSpace(resolve(path));
    const found = `${gigabytes(free)} free for ${path}`;
    return free >= littleRoom ? ok(name, found) : warn(name, found, "make room there");
  } catch (error) {
    return warn(name, `${path} cannot be looked at: ${reasonOf(error)}`, "make it readable");
  }
}

/** Of the nearest folder that exists. */
async function freeSpace(path: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(path);
    return bavail * bsize;
  } catch (error) {
    const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
    if (!missing || dirname(path) === path) throw error;
    return freeSpace(dirname(path));
  }
}
