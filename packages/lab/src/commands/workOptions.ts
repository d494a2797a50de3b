import { availableParallelism } from "node:os";
import type { Device } from "@lehr/engine";
import { type Command, Option } from "commander";
import { wholeNumber } from "./arguments.js";

/** How a command that trains is to use this machine. */
export interface WorkOptions {
  workers: string;
  device: Device;
  threads: string;
  checkpointSeconds: string;
}

/**
 * Adds `--workers`, `--device`, `--threads` and `--checkpoint-seconds`.
 *
 * @param leastWorkers 0 where the work may be left to others.
 */
export function workOptions(command: Command, leastWorkers: 0 | 1): Command {
  const others = leastWorkers === 0 ? "; 0 leaves the work to lehr worker elsewhere" : "";
  return command
    .option(
      "--workers <n>",
      `training processes, one trial each at a time${others}`,
      String(availableParallelism()),
    )
    .addOption(deviceOption())
    .option("--threads <n>", "threads of each", "1")
    .option("--checkpoint-seconds <n>", "how often the state is stored within an epoch", "300");
}

/** What the options say. @throws UsageError for what are no such numbers. */
export function workOptionsOf(
  { workers, device, threads, checkpointSeconds }: WorkOptions,
  leastWorkers: 0 | 1,
) {
  return {
    workers: wholeNumber("--workers", workers, leastWorkers),
    device,
    threads: wholeNumber("--threads", threads, 1),
    checkpointSeconds: wholeNumber("--checkpoint-seconds", checkpointSeconds, 1),
  };
}

/** `--device`. */
export function deviceOption(): Option {
  return new Option("--device <name>", "where to compute; one worker is enough for a graphics processor")
    .choices(["cpu", "webgpu"])
    .default("cpu");
}
