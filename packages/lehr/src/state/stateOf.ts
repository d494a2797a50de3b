import type { FloatArray } from "../binding/arena.js";
import { byName } from "../binding/byName.js";
import type { Group } from "../binding/group.js";
import { dtypeOf, type OptimizerState } from "./optimizerState.js";

/**
 * The state of a bound optimizer.
 *
 * @param take what becomes of the arrays: a copy for a snapshot, the array itself for a look.
 */
export function stateOf(
  groups: readonly Group[],
  shapes: Readonly<Record<string, readonly number[]>>,
  updates: number,
  take: (array: FloatArray) => FloatArray,
): OptimizerState {
  const held = groups.flatMap((group) => group.tensors.map((tensor) => ({ ...group, ...tensor })));
  const parameters = held.map(({ name, rule, weights, slots, memory }) => [
    name,
    {
      rule: rule.name,
      dtype: dtypeOf(weights),
      shape: shapes[name]!,
      memory,
      slots: byName(rule.slots, (i) => take(slots[i]!)),
    },
  ]);
  const learningRates = held.map(({ name, lr }) => [name, typeof lr === "number" ? lr : null]);
  return {
    updates,
    learningRates: Object.fromEntries(learningRates),
    parameters: Object.fromEntries(parameters),
    around: {},
  };
}
