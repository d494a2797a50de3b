import type { LoadOptions } from "../binding/boundOptimizer.js";
import type { Group, HeldTensor } from "../binding/group.js";
import { checkChoice, checkKeys, show } from "../validation.js";
import { differences, refuse } from "./differences.js";
import { dtypeOf, type OptimizerState, type ParameterState } from "./optimizerState.js";

/**
 * Brings the groups of a bound optimizer to a state.
 *
 * @throws TypeError saying what is missing, surplus or different; nothing is changed then.
 */
export function loadState(
  owner: string,
  groups: readonly Group[],
  shapes: Readonly<Record<string, readonly number[]>>,
  state: OptimizerState,
  options: LoadOptions = {},
): void {
  checkKeys(`${owner}: loadStateDict`, options, ["learningRate"]);
  const learningRate = checkChoice(owner, "learningRate", options.learningRate ?? "constructor", [
    "constructor",
    "saved",
  ]);
  if (!Number.isSafeInteger(state.updates) || state.updates < 0) {
    throw new TypeError(`${owner}: the state's updates must be an integer >= 0, got ${show(state.updates)}`);
  }
  const held = groups.flatMap(({ tensors }) => tensors);
  refuse(owner, [
    ...differences(
      "parameter",
      held.map(({ name }) => name),
      Object.keys(state.parameters),
    ),
    ...held.flatMap((tensor) =>
      tensorDifferences(tensor, shapes[tensor.name]!, state.parameters[tensor.name]),
    ),
    ...differences("wrapper", [], Object.keys(state.around)),
  ]);
  const saved = (tensor: HeldTensor) => state.parameters[tensor.name]!;
  refuse(
    owner,
    groups.flatMap((group) => groupDifferences(group, group.tensors.map(saved), learningRate)),
  );

  for (const group of groups) {
    const first = group.tensors[0];
    if (!first) continue;
    group.memory = { ...saved(first).memory };
    if (learningRate === "saved") group.lr = saved(first).lr!;
    for (const tensor of group.tensors) {
      tensor.rule.slots.forEach((slot, i) => {
        tensor.slots[i]!.set(saved(tensor).slots[slot]!);
      });
    }
  }
}

function tensorDifferences(
  { name, weights, rule }: HeldTensor,
  shape: readonly number[],
  state: ParameterState | undefined,
): string[] {
  if (!state) return [];
  const of = `parameter ${show(name)}`;
  if (state.rule !== rule.name)
    return [`${of} has the rule ${show(rule.name)}, the state ${show(state.rule)}`];
  const dtype = dtypeOf(weights);
  if (state.dtype !== dtype) return [`${of} is ${dtype}, in the state ${state.dtype}`];
  if (state.shape.join() !== shape.join()) {
    return [`${of} has the shape [${shape.join(", ")}], in the state [${state.shape.join(", ")}]`];
  }
  const misfits = Object.entries(state.slots).filter(
    ([, array]) => dtypeOf(array) !== dtype || array.length !== weights.length,
  );
  return [
    ...differences(`slot of ${of}`, rule.slots, Object.keys(state.slots)),
    ...differences(`number of ${of}`, Object.keys(rule.memory?.start ?? {}), Object.keys(state.memory)),
    ...Object.entries(state.memory)
      .filter(([, value]) => !Number.isFinite(value))
      .map(([key, value]) => `number ${show(key)} of ${of} must be finite, is ${show(value)} in the state`),
    ...misfits.map(
      ([slot, array]) =>
        `slot ${show(slot)} of ${of} must be ${weights.length} elements of ${dtype}, ` +
        `is ${array.length} of ${dtypeOf(array)} in the state`,
    ),
  ];
}

/** Where parameters that now share a group disagree about what a group has once. */
function groupDifferences(
  { definition: { owner } }: Group,
  states: readonly ParameterState[],
  learningRate: "constructor" | "saved",
): string[] {
  const disagree = (of: (state: ParameterState) => unknown) =>
    new Set(states.map((state) => JSON.stringify(of(state)))).size > 1;
  const found: string[] = [];
  if (disagree(({ memory }) => Object.entries(memory).sort())) {
    found.push(
      `${owner}: parameters of one group have different numbers in the state; bind them in the groups they were saved in`,
    );
  }
  if (learningRate === "saved" && disagree(({ lr }) => lr)) {
    found.push(
      `${owner}: parameters of one group have different learning rates in the state; use learningRate: "constructor"`,
    );
  }
  if (learningRate === "saved" && states.some(({ lr }) => lr === null)) {
    found.push(
      `${owner}: the saved learning rate was a function, which no state can hold; use learningRate: "constructor"`,
    );
  }
  return found;
}
