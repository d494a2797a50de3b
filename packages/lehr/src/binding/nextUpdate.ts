import type { Rule } from "../rules/rule.js";
import type { BoundOptimizer } from "./boundOptimizer.js";

/** Parameters that an update treats alike: one rule with one set of scalars. */
export interface UpdatePart {
  /** The rule with its decay. */
  readonly rule: Rule;
  readonly parameters: readonly string[];
  /** This update's scalars by name; those that the rule's `sums` make are not among them. */
  readonly scalars: Readonly<Record<string, number>>;
}

/** An update that is done elsewhere than in the bound arrays. */
export interface NextUpdate {
  /** In an order that stays the same from update to update. */
  readonly parts: readonly UpdatePart[];
  /** Counts the update as done. */
  done(): void;
}

const planners = new WeakMap<object, () => NextUpdate>();

/** Lets `nextUpdate` plan the updates of a bound optimizer. */
export function plannedBy<Bound extends object>(bound: Bound, plan: () => NextUpdate): Bound {
  planners.set(bound, plan);
  return bound;
}

/**
 * What the next update of a bound optimizer is made of, for an engine that keeps weights and slots on a device of
 * its own and runs the rules there: interpret each part's rule, then call `done`. Asking changes nothing. The
 * bound arrays stay as they are; fill `params` and `slots` to save or to look at them.
 *
 * @throws RangeError as `step`; TypeError for something around a bound optimizer, whose `step` does more.
 */
export function nextUpdate<B extends Pick<BoundOptimizer<never>, "updates">>(bound: B): NextUpdate {
  const plan = planners.get(bound);
  if (plan) return plan();
  throw new TypeError("nextUpdate: bound must be what an optimizer's bind gives, with nothing around it");
}
