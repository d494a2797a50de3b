import { show } from "../../validation.js";
import { LRScheduler } from "./LRScheduler.js";
import type { Schedulable } from "./schedulable.js";

/**
 * The schedulers another one is made of.
 *
 * @throws TypeError if there are none, one is not an `LRScheduler` (`ReduceLROnPlateau` needs a metric and is
 *   none), or one drives another optimizer.
 */
export function checkMembers(
  owner: string,
  members: unknown,
  optimizer?: Schedulable,
): readonly LRScheduler[] {
  if (!Array.isArray(members) || members.length === 0) {
    throw new TypeError(`${owner}: schedulers must be an array of at least one, got ${show(members)}`);
  }
  members.forEach((member, i) => {
    if (!(member instanceof LRScheduler)) {
      throw new TypeError(
        `${owner}: schedulers[${i}] must be a scheduler that steps without a metric, got ${show(member)}`,
      );
    }
    if (member.optimizer !== (optimizer ?? members[0].optimizer)) {
      throw new TypeError(`${owner}: schedulers[${i}] must belong to the same optimizer as the others`);
    }
  });
  return [...members];
}
