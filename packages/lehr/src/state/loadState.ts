import type { LoadOptions } from "../binding/boundOptimizer.js";
import type { Group } from "../binding/group.js";
import { checkChoice, checkKeys, checkRange, nonNegative, wholeNumber } from "../validation.js";
import { checkState, mismatches, refuse } from "./mismatches.js";
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
  const source = options.learningRate ?? "constructor";
  const withRate = checkChoice(owner, "learningRate", source, ["constructor", "saved"]) === "saved";
  checkState(owner, state);
  refuse(owner, [
    ...mismatches("parameters", here.parameters, state.parameters),
    ...mismatches("around", here.around, state.around),
  ]);
  checkRange(owner, "updates of the state", state.updates, wholeNumber);
  const loads = groups.map((group) => {
    const { owner } = group.definition;
    const kept = group.tensors.map(({ name }) => ({
      memory: state.parameters[name]!.memory,
      lr: withRate ? state.learningRates[name] : undefined,
    }));
    for (const part of ["memory", "lr"] as const) {
      if (new Set(kept.map((of) => JSON.stringify(of[part]))).size > 1)
        refuse(owner, [`${part} differs among parameters that share a group here`]);
    }
    const { memory = group.memory, lr = group.lr } = kept[0] ?? {};
    if (withRate && kept[0]) checkRange(owner, "lr of the state (null for a function)", lr, nonNegative);
    return () => {
      group.memory = memory;
      group.lr = lr!;
      for (const { name, rule, slots } of group.tensors) {
        rule.slots.forEach((slot, i) => {
          slots[i]!.set(state.parameters[name]!.slots[slot]!);
        });
      }
    };
  });
  for (const load of loads) load();
}
