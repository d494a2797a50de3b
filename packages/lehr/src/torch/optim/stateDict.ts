import type { FloatArray } from "../../binding/arena.js";
import { show } from "../../validation.js";

/** What an optimizer remembers of one parameter, under PyTorch's names in camelCase. */
export type ParameterState = Readonly<Record<string, number | FloatArray>>;

/** An optimizer's state as PyTorch lays it out: parameters are numbered through all groups, from 0. */
export interface OptimizerStateDict {
  readonly state: Readonly<Record<number, ParameterState>>;
  readonly paramGroups: readonly (Readonly<Record<string, unknown>> & {
    readonly params: readonly number[];
  })[];
}

/** What is kept of a parameter: a count of steps, arrays by slot, numbers by the rule's own names. */
export interface Kept {
  step: number;
  slots: Record<string, FloatArray>;
  memory: Record<string, number>;
}

/** A group's options, betas in an array of their own. */
export function copyOptions(options: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => [name, Array.isArray(value) ? [...value] : value]),
  );
}

/** What is kept of one parameter, as a state dict holds it; a copy. */
export function toState(
  kept: Kept,
  names: Readonly<Record<string, string>>,
  counted: boolean,
): ParameterState {
  return {
    ...(counted && { step: kept.step }),
    ...Object.fromEntries(Object.entries(kept.slots).map(([slot, array]) => [names[slot]!, array.slice()])),
    ...Object.fromEntries(Object.entries(kept.memory).map(([name, value]) => [names[name]!, value])),
  };
}

/** The reverse, cast to the parameter's type. @throws TypeError or RangeError saying what does not fit. */
export function fromState(
  owner: string,
  state: ParameterState,
  names: Readonly<Record<string, string>>,
  param: FloatArray,
): Kept {
  const ours = new Map(Object.entries(names).map(([ours, torch]) => [torch, ours]));
  const FloatArray = param.constructor as Float64ArrayConstructor;
  const kept: Kept = { step: 0, slots: {}, memory: {} };
  for (const [name, value] of Object.entries(state)) {
    const name_ = ours.get(name);
    if (name === "step" && typeof value === "number") kept.step = value;
    else if (name_ !== undefined && typeof value === "number") kept.memory[name_] = value;
    else if (name_ !== undefined && typeof value === "object" && value.length === param.length) {
      kept.slots[name_] = FloatArray.from(value);
    } else {
      const known = ["step", ...ours.keys()].join(", ");
      throw new RangeError(
        `${owner}: state ${show(name)} must be one of ${known}, a number or ${param.length} numbers, got ${show(value)}`,
      );
    }
  }
  return kept;
}
