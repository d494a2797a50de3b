import type { Schedule } from "lehr";
import { decays } from "../optimizers.js";
import { UsageError } from "../usageError.js";
import type { DecayName } from "./trial.js";

/** What an update is done with. */
export interface ScheduleCurvePoint {
  /** 0-based. */
  update: number;
  /** The same in epochs. */
  epoch: number;
  learningRate: number;
  /**
   * What the decay multiplies weights by, subtracted from one; for L2, lambda itself. Null where none was asked for.
   */
  decay: number | null;
}

/** The course of a run's learning rate and weight decay. */
export interface ScheduleCurve {
  updates: number;
  points: ScheduleCurvePoint[];
  /** The updates at which the schedule starts again, but for the first. */
  restarts: number[];
}

export interface ScheduleCurveOptions {
  updates: number;
  updatesPerEpoch: number;
  /** Alpha, the learning rate where the schedule is 1. */
  learningRate: number;
  /** A convention with its lambda. */
  decay?: { name: DecayName; weightDecay: number };
  /** How many points are taken at most, beside those around restarts. Default 500. */
  points?: number;
}

/**
 * Samples the course of a run at evenly spread updates, the first and the last included. Around every restart the
 * updates before and after are there too, so that a drawing shows its whole height.
 *
 * @throws UsageError if the schedule cannot say what the decay wants to know of it.
 */
export function scheduleCurve(schedule: Schedule, options: ScheduleCurveOptions): ScheduleCurve {
  const { updates, updatesPerEpoch, learningRate, points = 500 } = options;
  const restarts = restartsOf(schedule, updates);
  const decay = options.decay && decays[options.decay.name](options.decay.weightDecay);
  const objection = decay?.objection?.({ lr: learningRate, schedule });
  if (objection !== undefined) throw new UsageError(objection);
  const intervals = Math.min(points - 1, updates - 1);
  const even = Array.from({ length: intervals + 1 }, (_, i) =>
    intervals === 0 ? 0 : Math.round((i * (updates - 1)) / intervals),
  );
  const chosen = [...new Set([...even, ...restarts.flatMap((start) => [start - 1, start])])];
  const at = (update: number): ScheduleCurvePoint => {
    const multiplier = schedule(update);
    const context = {
      step: update,
      baseLearningRate: learningRate,
      multiplier,
      learningRate: multiplier * learningRate,
      updatesInPeriod: schedule.periodAt?.(update).updates ?? schedule.updates,
    };
    return {
      update,
      epoch: update / updatesPerEpoch,
      learningRate: context.learningRate,
      decay: decay && options.decay ? decay.coefficient(options.decay.weightDecay, context) : null,
    };
  };
  return { updates, points: chosen.sort((a, b) => a - b).map(at), restarts };
}

/** Periods may shrink to single updates; more restarts than this are no longer told one by one. */
const mostRestarts = 1000;

function restartsOf({ periodAt }: Schedule, updates: number): number[] {
  const starts: number[] = [];
  if (periodAt === undefined) return starts;
  let previous = periodAt(0);
  for (;;) {
    const next = periodAt(previous.start + previous.updates);
    if (next.start === previous.start || next.start >= updates || starts.length === mostRestarts)
      return starts;
    starts.push(next.start);
    previous = next;
  }
}
