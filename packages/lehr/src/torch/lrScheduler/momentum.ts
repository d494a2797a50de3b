import type { Schedulable, ScheduledGroup } from "./schedulable.js";

/**
 * Whether an optimizer's momentum is beta1, not `momentum`.
 *
 * @throws TypeError if it has neither.
 */
export function usesBeta1(owner: string, { defaults }: Schedulable): boolean {
  if ("betas" in defaults) return true;
  if ("momentum" in defaults) return false;
  throw new TypeError(
    `${owner}: cycleMomentum must be false for an optimizer with neither momentum nor betas, got true`,
  );
}

/** Writes a group's momentum, or its beta1. */
export function writeMomentum(group: ScheduledGroup, momentum: number): void {
  if (group.betas) group.betas = [momentum, group.betas[1]];
  else group.momentum = momentum;
}
