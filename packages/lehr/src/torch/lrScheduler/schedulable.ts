import { checkRange, type Range, show } from "../../validation.js";
import type { SchedulerFields } from "../optim/group.js";

/** What a scheduler reads and writes of a parameter group. */
export interface ScheduledGroup extends SchedulerFields {
  lr: number;
  momentum?: number;
  betas?: readonly [number, number];
}

/** What can be scheduled: PyTorch's optimizers here, or anything with parameter groups. */
export interface Schedulable {
  readonly paramGroups: readonly ScheduledGroup[];
  readonly defaults: object;
}

/** The option all schedulers have that can be resumed. */
export interface LastEpoch {
  /**
   * How many steps lie behind, less one, if training goes on with groups that have their `initialLr` (as
   * `loadStateDict` leaves them); default -1, a fresh start.
   */
  lastEpoch?: number;
}

/** One value for all groups, or a list with one for each. */
export type PerGroup = number | readonly number[];

const fromMinusOne: Range = {
  contains: (value) => Number.isSafeInteger(value) && value >= -1,
  text: "a whole number >= -1",
};

/** @throws RangeError if it is not a whole number >= -1. */
export function checkLastEpoch(owner: string, options: LastEpoch): number {
  return checkRange(owner, "lastEpoch", options.lastEpoch ?? -1, fromMinusOne);
}

/** @throws TypeError if it has no parameter groups. */
export function checkOptimizer(owner: string, optimizer: unknown): readonly ScheduledGroup[] {
  const groups = (optimizer as Schedulable | undefined)?.paramGroups;
  if (Array.isArray(groups)) return groups;
  throw new TypeError(`${owner}: the first argument must be an optimizer, got ${show(optimizer)}`);
}

/** The value of every group. @throws RangeError for a value out of range or a list of another length. */
export function perGroup(
  owner: string,
  option: string,
  value: unknown,
  groups: readonly unknown[],
  range: Range,
): number[] {
  if (!Array.isArray(value)) {
    const checked = checkRange(owner, option, value, range);
    return groups.map(() => checked);
  }
  if (value.length !== groups.length) {
    throw new RangeError(
      `${owner}: ${option} must have one value for each of the ${groups.length} groups, got ${value.length}`,
    );
  }
  return value.map((of, i) => checkRange(owner, `${option}[${i}]`, of, range));
}
