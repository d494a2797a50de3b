import { checkRange, positiveInteger } from "../validation.js";
import { describe, type Json } from "./description.js";
import { type Schedule, schedule } from "./schedule.js";

/**
 * A schedule that runs over a length: its own `updates`, or where those are left out, what a combinator
 * such as `restarts` gives it.
 *
 * @param options what the description holds besides `updates`, defaults filled in.
 */
export function overLength(
  name: string,
  updates: number | undefined,
  options: Readonly<Record<string, Json | undefined>>,
  at: (step: number, length: number) => number,
): Schedule {
  const own = updates === undefined ? undefined : checkRange(name, "updates", updates, positiveInteger);
  const needsLength =
    own === undefined
      ? `${name}() has no length: give ${name}({ updates }), or restarts(${name}(), { period })`
      : undefined;
  return schedule(
    (step, period) => {
      const length = own ?? period;
      if (length === undefined) throw new RangeError(needsLength);
      return at(step, length);
    },
    { updates: own, needsLength, description: describe(name, { updates, ...options }) },
  );
}

/** How much of the length lies behind `step`: 0 at the start, 1 at its end and for ever after. */
export function progressAt(step: number, length: number): number {
  return Math.min(step / length, 1);
}
