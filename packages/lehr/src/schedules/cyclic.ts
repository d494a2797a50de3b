import {
  checkChoice,
  checkKeys,
  checkRange,
  positive,
  positiveInteger,
  unitInterval,
} from "../validation.js";
import { describe } from "./description.js";
import { type Schedule, schedule } from "./schedule.js";

/** How the amplitude of the cycles develops. */
export type CyclicMode = "triangular" | "triangular2" | "expRange";

export interface CyclicOptions {
  /** Where a cycle begins and ends, as a fraction of its peak, in [0, 1]. */
  base: number;
  /** Updates of the rising half of a cycle; default 2000. */
  up?: number;
  /** Updates of the falling half; default as many as `up`. */
  down?: number;
  /** "triangular" keeps the amplitude, "triangular2" halves it with each cycle, "expRange" multiplies it by
   * gamma with each update; default "triangular". */
  mode?: CyclicMode;
  /** gamma of "expRange", > 0; default 1. */
  gamma?: number;
}

/**
 * Cyclical learning rates (Smith, 2017): eta = base + (1 - base) h a, h going up from 0 to 1 and down again in
 * each cycle and a the amplitude: 1, or 2^-cycle, or gamma^step. Each cycle is half-open: it begins at `base`,
 * and never ends. PyTorch's `CyclicLR` with alpha as its `max_lr` and base = base_lr / max_lr.
 *
 * @throws RangeError if `base` is not in [0, 1], `up` or `down` not a positive integer or `gamma` not
 *   positive; TypeError if `mode` is none of its choices.
 */
export function cyclic(options: CyclicOptions): Schedule {
  checkKeys("cyclic", options, ["base", "up", "down", "mode", "gamma"]);
  const base = checkRange("cyclic", "base", options.base, unitInterval);
  const up = checkRange("cyclic", "up", options.up ?? 2000, positiveInteger);
  const down = checkRange("cyclic", "down", options.down ?? up, positiveInteger);
  const modes = ["triangular", "triangular2", "expRange"] as const;
  const mode = checkChoice("cyclic", "mode", options.mode ?? "triangular", modes);
  const gamma = checkRange("cyclic", "gamma", options.gamma ?? 1, positive);
  return schedule(
    (step) => {
      const { cycle, height } = cycleAt(step, up, down);
      const amplitude = mode === "triangular" ? 1 : mode === "triangular2" ? 0.5 ** cycle : gamma ** step;
      return base + (1 - base) * height * amplitude;
    },
    { description: describe("cyclic", { base, up, down, mode, gamma }) },
  );
}

/** The 0-based cycle an update is in, and how high up the triangle: 0 at its foot, 1 at its peak. */
export function cycleAt(step: number, up: number, down: number): { cycle: number; height: number } {
  const cycle = Math.floor(step / (up + down));
  const within = step - cycle * (up + down);
  return { cycle, height: within <= up ? within / up : (up + down - within) / down };
}
