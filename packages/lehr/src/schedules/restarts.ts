import {
  checkChoice,
  checkKeys,
  checkRange,
  nonNegative,
  positive,
  positiveInteger,
  unitInterval,
} from "../validation.js";
import { describeWith } from "./description.js";
import { lengthOrFraction, stretchWithin } from "./lengthOrFraction.js";
import { periods } from "./periods.js";
import { checkPart, type Schedule, schedule } from "./schedule.js";
import { rampFactor } from "./warmup.js";

/** Which points of its curve a period emits; see `restarts`. */
export type Endpoints = "halfOpen" | "authors";

export interface RestartsOptions {
  /** T_0: length of the first period, in updates. */
  period: number;
  /** T_mult: each period is this many times as long as the one before; any real number > 0, default 1. */
  mult?: number;
  /** Each period's peak is this many times the one before's, >= 0; default 1. */
  peakDecay?: number;
  /** What eta never falls below, in [0, 1]: the schedule's 0 becomes this, a peak's 1 stays; default 0. */
  floor?: number;
  /** A linear warm-up at the start of every period: updates, or a fraction of it in [0, 1); default 0. */
  warmup?: number;
  /** How many periods there are; after the last, eta stays where that one ended. Default: no limit. */
  limit?: number;
  /** "halfOpen" emits [0, T_i) of every period; "authors" the first one as (0, T_0]. Default "halfOpen". */
  endpoints?: Endpoints;
}

/**
 * Warm restarts of any schedule (SGDR; with AdamW, the paper's AdamWR): it starts again from its own update
 * 0 at the end of each period, spread over the period if it has no length of its own. Weights and
 * optimizer state go on. Period i is T_i = round(period * mult^i) updates long, at least one; with s the
 * schedule and t the updates since the restart
 *
 *     eta = floor + (max(peakDecay^i, floor) - floor) s(t, T_i)
 *
 * A period is half-open, [0, T_i): it begins at the peak, and the update at its end is the first of the next
 * one. The paper's authors counted before use, so that their first period ran over 1, ..., T_0 and ended
 * at exactly the minimum, and the later ones over 0, ..., T_i - 1: `endpoints: "authors"`.
 *
 * Periods are found by adding whole lengths, never by a logarithm, so no restart is ever missed by one.
 * PyTorch's `CosineAnnealingWarmRestarts(T_0=period, T_mult=mult)` is `restarts(cosine(), ...)`; Keras'
 * `CosineDecayRestarts` calls peakDecay `m_mul`; timm's cosine `cycle_mul`, `cycle_decay` and `cycle_limit`.
 *
 * @param of the schedule to restart.
 * @throws RangeError if `period` or `limit` is not a positive integer, `mult` not positive, `peakDecay`
 *   not a finite number >= 0, `floor` not in [0, 1], or `warmup` neither a whole number nor a fraction.
 */
export function restarts(of: Schedule, options: RestartsOptions): Schedule {
  checkKeys("restarts", options, ["period", "mult", "peakDecay", "floor", "warmup", "limit", "endpoints"]);
  checkPart("restarts", "the first argument", of);
  const period = checkRange("restarts", "period", options.period, positiveInteger);
  const mult = checkRange("restarts", "mult", options.mult ?? 1, positive);
  const peakDecay = checkRange("restarts", "peakDecay", options.peakDecay ?? 1, nonNegative);
  const floor = checkRange("restarts", "floor", options.floor ?? 0, unitInterval);
  const warmup = checkRange("restarts", "warmup", options.warmup ?? 0, lengthOrFraction);
  const { limit } = options;
  if (limit !== undefined) checkRange("restarts", "limit", limit, positiveInteger);
  const choices = ["halfOpen", "authors"] as const;
  const endpoints = checkChoice("restarts", "endpoints", options.endpoints ?? "halfOpen", choices);

  const { periodAt, total } = periods({ period, mult, limit });
  const within = (at: number, updates: number) => {
    const ramp = Math.min(stretchWithin(warmup, updates), updates - 1);
    const rest = updates - ramp;
    return at < ramp ? rampFactor(at, ramp) * of(0, rest) : of(at - ramp, rest);
  };
  return schedule(
    (step) => {
      const { index, start, updates } = periodAt(step);
      const counted = endpoints === "authors" && index === 0 ? 1 : 0;
      const eta = within(Math.min(step - start + counted, updates), updates);
      return floor + (Math.max(peakDecay ** index, floor) - floor) * eta;
    },
    {
      updates: total,
      periodAt,
      description: describeWith(
        "restarts",
        { of },
        { period, mult, peakDecay, floor, warmup, limit, endpoints },
      ),
    },
  );
}
