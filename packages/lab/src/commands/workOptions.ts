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

/** What no workers are good for where a study is begun or gone on with. */
export const leavesWork = "leaves the work to lehr worker elsewhere";

/**
 * Adds `--workers`, `--device`, `--threads` and `--checkpoint-seconds`.
 *
 * @param none what no workers are good for; left out, there has to be one.
 */
export function workOptions(command: Command, none?: string): Command {
  const what = "training processes, one trial each at a time";
  return command
    .option("--workers <n>", none === undefined ? what : `${what}; 0 ${none}`, String(availableParallelism()))
    .addOption(deviceOption())
    .option("--threads <n>", "threads of each", "1")
    .option("--checkpoint-seconds <n>", "how often the state is stored within an epoch", "300");
}

/**
 * What the options say.
 *
 * @param leastWorkers 1 where no workers are good for nothing.
 * @throws UsageError for what are no such numbers.
 */
export function workOptionsOf(
  { workers, device, threads, checkpointSeconds }: WorkOptions,
  leastWorkers: 0 | 1 = 0,
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
