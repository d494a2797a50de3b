import { type Schedule, schedule } from "./schedule.js";

/** No annealing: eta = 1 at every update. */
export function constant(): Schedule {
  return schedule(() => 1);
}
