import type { Group } from "../binding/group.js";
import { dtypeOf, type OptimizerState } from "./optimizerState.js";

/** The state of a bound optimizer, in arrays of its own. */
export function stateOf(
  groups: readonly Group[],
  shapes: Readonly<Record<string, readonly number[]>>,
  updates: number,
): OptimizerState {
  const parameters = groups.flatMap(({ tensors, lr, memory }) =>
    tensors.map(({ name, rule, weights, slots }) => [
      name,
      {
        rule: rule.name,
        dtype: dtypeOf(weights),
        shape: shapes[name]!,
        lr: typeof lr === "number" ? lr : null,
        memory: { ...memory },
        slots: Object.fromEntries(rule.slots.map((slot, i) => [slot, slots[i]!.slice()])),
      },
    ]),
  );
  return { updates, parameters: Object.fromEntries(parameters), around: {} };
}
