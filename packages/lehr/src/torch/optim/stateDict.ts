import type { FloatArray } from "../../binding/arena.js";
import { isFloatArray } from "../../binding/dtype.js";
import type { Rule } from "../../rules/rule.js";
import { checkRange, finiteNumber, mustBe, show, wholeNumber } from "../../validation.js";

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

/** @throws TypeError if a value is not laid out as a state dict. */
export function checkStateDict(owner: string, stateDict: unknown): void {
  const { state, paramGroups } = Object(stateDict) as Partial<OptimizerStateDict>;
  const listsParams = (group: unknown) => Array.isArray((Object(group) as { params?: unknown }).params);
  const fits = typeof state === "object" && state !== null && Array.isArray(paramGroups);
  if (fits && paramGroups.every(listsParams)) return;
  throw mustBe(
    owner,
    "stateDict",
    "what stateDict gives: { state, paramGroups: [{ params, ... }] }",
    stateDict,
  );
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

/**
 * The reverse, cast to the parameter's type.
 *
 * @param rule of the parameter's group under the loaded options: what it steps with must all be there.
 * @throws TypeError or RangeError saying what does not fit or is missing.
 */
export function fromState(
  owner: string,
  state: ParameterState,
  names: Readonly<Record<string, string>>,
  counted: boolean,
  rule: Rule,
  param: FloatArray,
): Kept {
  const ours = new Map(Object.entries(names).map(([ours, torch]) => [torch, ours]));
  const memory = rule.memory?.start ?? {};
  const needed = [...rule.slots, ...Object.keys(memory)].map((name) => names[name]!);
  for (const name of counted ? ["step", ...needed] : needed) {
    if (Object.hasOwn(state, name)) continue;
    const all = Object.keys(state).join(", ");
    throw new TypeError(`${owner}: ${show(name)} is missing; there is ${all || "nothing"}`);
  }
  const FloatArray = param.constructor as Float64ArrayConstructor;
  const kept: Kept = { step: 0, slots: {}, memory: {} };
  for (const [name, value] of Object.entries(state)) {
    const own = ours.get(name);
    if (name === "step") kept.step = checkRange(owner, name, value, wholeNumber);
    else if (own === undefined) {
      const known = ["step", ...ours.keys()].join(", ");
      throw new TypeError(`${owner}: ${show(name)} is unknown; known are ${known}`);
    } else if (Object.hasOwn(memory, own)) kept.memory[own] = checkRange(owner, name, value, finiteNumber);
    else if ((isFloatArray(value) || Array.isArray(value)) && value.length === param.length) {
      kept.slots[own] = FloatArray.from(value);
    } else throw mustBe(owner, name, `${param.length} numbers like its parameter`, value);
  }
  return kept;
}
