import { readFileSync } from "node:fs";

/** The version of NVIDIA's kernel driver, which is there where a card of theirs is; undefined where it is not. */
export function nvidiaDriver() {
  try {
    const version = readFileSync("/proc/driver/nvidia/version", "utf8");
    return /Kernel Module.*?\s(\d+\.[\d.]+)/.exec(version)?.[1] ?? "of an unknown version";
  } catch {
    return undefined;
  }
}
