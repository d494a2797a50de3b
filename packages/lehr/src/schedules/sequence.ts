import { checkKeys, show } from "../validation.js";
import { checkAscending } from "./ascending.js";
import { describeWith } from "./description.js";
import { checkPart, type Schedule, schedule } from "./schedule.js";
import { periodAfter } from "./warmup.js";

export interface SequenceOptions {
  /** The updates at which the second, third, ... schedule begins; default: where the one before it ends. */
  milestones?: readonly number[];
}

/**
 * One schedule after another: the k-th counts its own updates from 0 at milestone k - 1. A part without a
 * length of its own is spread from its beginning to the next; the last is spread over what a combinator
 * gives. What comes before the last part belongs to its first period. PyTorch's `SequentialLR`, optax's
 * `join_schedules`.
 *
 * Parts are no restart periods: to `normalized` decay a sequence is one period, unless its last part has restarts.
 * Periods whose lengths grow by a factor are `restarts`.
 *
 * @param parts the schedules in order, at least one.
 * @throws RangeError if the milestones are not strictly ascending whole numbers >= 1, one fewer than the
 *   parts; TypeError if they are left out and a part before the last does not know its length.
 */
export function sequence(parts: readonly Schedule[], options: SequenceOptions = {}): Schedule {
  checkKeys("sequence", options, ["milestones"]);
  if (!Array.isArray(parts) || parts.length === 0) {
    throw new TypeError(`sequence: parts must be an array of at least one schedule, got ${show(parts)}`);
  }
  const schedules = parts.map((part, k) => checkPart("sequence", `part ${k}`, part));
  const given = options.milestones ?? endsOf(schedules.slice(0, -1));
  const milestones = checkAscending("sequence", "milestones", given, { from: 1 });
  if (milestones.length !== schedules.length - 1) {
    throw new RangeError(
      `sequence: milestones must be one fewer than the ${schedules.length} parts, got ${milestones.length}`,
    );
  }
  const last = schedules.at(-1)!;
  const ahead = milestones.at(-1) ?? 0;
  const { periodAt } = last;
  return schedule(
    (step, period) => {
      const k = milestones.filter((milestone) => milestone <= step).length;
      const start = k === 0 ? 0 : milestones[k - 1]!;
      const rest = period === undefined ? undefined : Math.max(1, period - start);
      return schedules[k]!(step - start, k < milestones.length ? milestones[k]! - start : rest);
    },
    {
      updates: last.updates === undefined ? undefined : ahead + last.updates,
      needsLength: last.needsLength,
      ...(periodAt && { periodAt: (step: number) => periodAfter(ahead, periodAt, step) }),
      description: describeWith("sequence", { parts: schedules }, { milestones }),
    },
  );
}

/** Where each of these schedules ends if they run one after another. */
function endsOf(schedules: readonly Schedule[]): number[] {
  let end = 0;
  return schedules.map(({ updates }, k) => {
    if (updates === undefined) {
      throw new TypeError(`sequence: part ${k} does not know its length, so milestones must be given`);
    }
    end += updates;
    return end;
  });
}
