import type { LoadOptions } from "../binding/boundOptimizer.js";
import type { Group } from "../binding/group.js";
import { checkChoice, checkKeys, checkRange, nonNegative, wholeNumber } from "../validation.js";
import { mismatches, refuse } from "./mismatches.js";
import type { OptimizerState } from "./optimizerState.js";

/**
 * Brings the groups of a bound optimizer to a state.
 *
 * @param here the state as it is now.
 * @throws TypeError saying what is missing, surplus or different; nothing is changed then.
 */
export function loadState(
  owner: string,
  groups: readonly Group[],
  here: OptimizerState,
  state: OptimizerState,
  options: LoadOptions = {},
): void {
  checkKeys(owner, options, ["learningRate"]);
  const choices = ["constructor", "saved"] as const;
  const withRate =
    checkChoice(owner, "learningRate", options.learningRate ?? "constructor", choices) === "saved";
  refuse(owner, [
    ...mismatches("parameters", here.parameters, state.parameters),
    ...mismatches("around", here.around, state.around),
  ]);
  checkRange(owner, "updates of the state", state.updates, wholeNumber);
  const shared = groups.map(({ definition, tensors }) => {
    const names = tensors.map(({ name }) => name);
    const memory = names.map((name) => state.parameters[name]!.memory);
    const lr = withRate ? names.map((name) => state.learningRates[name]) : [];
    for (const [key, values] of Object.entries({ memory, lr })) {
      const distinct = new Set(values.map((value) => JSON.stringify(value)));
      if (distinct.size > 1)
        refuse(definition.owner, [`${key} differs among parameters that share a group here`]);
    }
    if (lr.length > 0)
      checkRange(definition.owner, "lr of the state (null for a function)", lr[0], nonNegative);
    return { memory: memory[0], lr: lr[0] };
  });

  groups.forEach((group, i) => {
    group.memory = shared[i]!.memory ?? group.memory;
    group.lr = shared[i]!.lr ?? group.lr;
    for (const { name, rule, slots } of group.tensors) {
      rule.slots.forEach((slot, s) => {
        slots[s]!.set(state.parameters[name]!.slots[slot]!);
      });
    }
  });
}
