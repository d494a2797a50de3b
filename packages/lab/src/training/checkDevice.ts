import type { Device } from "@lehr/engine";
import { commonOptionsOf } from "../commonOptions.js";
import { UsageError } from "../usageError.js";
import type { Trial } from "./trial.js";

/** @throws UsageError for a trial that a device cannot train. */
export function checkDevice(device: Device, trial: Pick<Trial, "options">): void {
  const { clipNorm, accumulate = 1 } = commonOptionsOf(trial);
  if (device === "cpu" || (clipNorm === undefined && accumulate === 1)) return;
  const which = clipNorm === undefined ? "accumulate" : "clipNorm";
  throw new UsageError(`${which} is for training on the processor only; leave it out, or --device ${device}`);
}
