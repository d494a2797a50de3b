import { createHash } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/**
 * Where a process number means the process that it means here: the name of this machine, and on Linux what tells its
 * boot and its namespace of processes from others, since containers may share a name but not their processes.
 */
export const host = `${hostname()}${processSpace()}`;

function processSpace(): string {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8");
    const namespace = readlinkSync("/proc/self/ns/pid");
    return `/${createHash("sha256").update(`${boot} ${namespace}`).digest("hex").slice(0, 8)}`;
  } catch {
    return "";
  }
}
