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

/** Adds `--workers`, `--threads` and `--checkpoint-seconds`. */
export function workOptions(command: Command): Command {
  return command
    .option(
      "--workers <n>",
      "training processes, one trial each at a time; 0 leaves the work to lehr worker elsewhere",
      String(availableParallelism()),
    )
    .addOption(deviceOption())
    .option("--threads <n>", "threads of each", "1")
    .option("--checkpoint-seconds <n>", "how often the state is stored within an epoch", "300");
}

/** @throws UsageError for what are no such numbers. */
export function workOptionsOf({ workers, device, threads, checkpointSeconds }: WorkOptions) {
  return {
    workers: wholeNumber("--workers", workers, 0),
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
