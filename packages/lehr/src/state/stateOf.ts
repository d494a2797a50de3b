import type { FloatArray } from "../binding/arena.js";
import { byName, mapValues } from "../binding/byName.js";
import { dtypeOf } from "../binding/dtype.js";
import type { Group } from "../binding/group.js";
import type { OptimizerState } from "./optimizerState.js";

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
  const held = Object.fromEntries(
    groups.flatMap(({ memory, lr, tensors }) =>
      tensors.map((tensor) => [tensor.name, { memory, lr, ...tensor }]),
    ),
  );
  return {
    updates,
    learningRates: mapValues(held, ({ lr }) => (typeof lr === "number" ? lr : null)),
    parameters: mapValues(held, ({ name, rule, weights, slots, memory }) => ({
      rule: rule.name,
      dtype: dtypeOf(weights),
      shape: shapes[name]!,
      memory,
      slots: byName(rule.slots, (i) => take(slots[i]!)),
    })),
    around: {},
  };
}
