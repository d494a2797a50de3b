import type { Rule } from "../rules/rule.js";
import { planUpdate } from "./group.js";
import { holdings } from "./holdings.js";

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

/**
 * What the next update of a bound optimizer is made of, for an engine that keeps weights and slots on a device of
 * its own and runs the rules there: interpret each part's rule, then call `done`. Asking changes nothing; before the
 * first update it brings slots that start at the weights to them. The bound arrays stay as they are; fill `params` and
 * `slots` to save or to look at them.
 *
 * @param bound what an optimizer's `bind` gives, with nothing around it.
 * @throws RangeError as `step`; TypeError for something around a bound optimizer, whose `step` does more.
 */
export function nextUpdate(bound: { readonly updates: number }): NextUpdate {
  const holding = holdings.get(bound);
  if (!holding)
    throw new TypeError("nextUpdate: bound must be what an optimizer's bind gives, with nothing around it");
  holding.begin();
  const planned = holding.groups.map((group) => ({ group, ...planUpdate(group, bound.updates) }));
  const parts = planned.flatMap(({ group, scalars }) =>
    [...scalars].map(([rule, scalars]) => ({
      rule,
      scalars,
      parameters: group.tensors.filter((tensor) => tensor.rule === rule).map(({ name }) => name),
    })),
  );
  return {
    parts: parts.filter(({ parameters }) => parameters.length > 0),
    done() {
      for (const { group, memory } of planned) group.memory = memory;
      holding.count();
    },
  };
}
