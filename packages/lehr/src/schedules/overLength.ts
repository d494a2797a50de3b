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
  const description = describe(name, { updates, ...options });
  if (updates !== undefined) {
    const length = checkRange(name, "updates", updates, positiveInteger);
    return schedule((step) => at(step, length), { updates: length, description });
  }
  const needsLength =
    `${name}() has no length: give ${name}({ updates }), ` +
    `or restart it with restarts(${name}(), { period })`;
  return schedule(
    (step, period) => {
      if (period === undefined) throw new RangeError(needsLength);
      return at(step, period);
    },
    { needsLength, description },
  );
}

/** How much of the length lies behind `step`: 0 at the start, 1 at its end and for ever after. */
export function progressAt(step: number, length: number): number {
  return Math.min(step / length, 1);
}
