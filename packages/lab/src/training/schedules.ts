import {
  constant,
  cosine,
  multiStepDecay,
  restarts,
  type Schedule,
  type ScheduleDescription,
  scheduleFromDescription,
} from "lehr";
import { UsageError } from "../usageError.js";

/**
 * How a run is annealed.
 *
 * @param updates all of the run, a whole number >= 1.
 * @param updatesPerEpoch how many of them make an epoch, a whole number >= 1.
 */
export type RunSchedule = (updates: number, updatesPerEpoch: number) => Schedule;

/** How the names of schedules read. T0, the first period, is in epochs; both numbers may be any > 0. */
export const scheduleNames = ["fixed", "step-drop", "cosine", "restarts-<T0>-<mult>"] as const;

/** Those of the paper's experiments that are the same in every run. */
const plain: Readonly<Record<string, RunSchedule>> = {
  fixed: (updates) => lasting(constant(), updates),
  /** Figure 1: drops after 30, 60 and 80 % of the run; the factor is not stated there, 0.1 is assumed. */
  "step-drop": (updates) =>
    lasting(
      multiStepDecay({ milestones: [0.3, 0.6, 0.8].map((part) => Math.round(part * updates)), factor: 0.1 }),
      updates,
    ),
  cosine: (updates) => cosine({ updates }),
};

/**
 * The schedule of a run by its name: "fixed", "step-drop", "cosine", or "restarts-10-2", cosine annealing that starts
 * again after 10 epochs and then after twice as many as before. A text in braces is one of `lehr`'s own descriptions,
 * as JSON, in updates; where it leaves its length open, it is spread over the run.
 *
 * @throws UsageError for what there is not; its message says what there is.
 */
export function scheduleNamed(name: string): RunSchedule {
  if (name.trimStart().startsWith("{")) return described(name);
  const repeated = /^restarts-(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)$/.exec(name);
  if (repeated !== null) return restarting(name, Number(repeated[1]), Number(repeated[2]));
  const known = Object.hasOwn(plain, name) ? plain[name] : undefined;
  if (known !== undefined) return known;
  throw new UsageError(`unknown schedule "${name}"; choose from ${scheduleNames.join(", ")}`);
}

function restarting(name: string, firstPeriod: number, mult: number): RunSchedule {
  if (!(firstPeriod > 0 && mult > 0 && Number.isFinite(firstPeriod) && Number.isFinite(mult))) {
    throw new UsageError(`schedule "${name}": T0 and mult must be numbers > 0`);
  }
  return (_, updatesPerEpoch) =>
    restarts(cosine(), { period: Math.max(1, Math.round(firstPeriod * updatesPerEpoch)), mult });
}

function described(text: string): RunSchedule {
  const make = () => {
    try {
      return scheduleFromDescription(JSON.parse(text) as ScheduleDescription);
    } catch (error) {
      throw new UsageError(`schedule ${text}: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  make(); // Says here, before anything is done, what is wrong with it.
  return (updates) => {
    const schedule = make();
    return schedule.needsLength === undefined ? schedule : restarts(schedule, { period: updates, limit: 1 });
  };
}

/** A schedule without an end, with the length of the run: normalized weight decay asks for it. */
function lasting(schedule: Schedule, updates: number): Schedule {
  return Object.assign(schedule, { updates });
}
