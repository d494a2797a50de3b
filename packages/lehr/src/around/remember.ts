import { arenaCopy, copyInto, type Parameters } from "../binding/arena.js";
import type { LoadOptions } from "../binding/boundOptimizer.js";
import { differences, refuse } from "../state/differences.js";
import { type AroundState, dtypeOf, type OptimizerState } from "../state/optimizerState.js";
import { show } from "../validation.js";
import type { AnyBound } from "./extend.js";

/** What a wrapper remembers, live: loading overwrites the arrays in place and hands the numbers back. */
export interface Memory {
  readonly numbers: () => Readonly<Record<string, number>>;
  readonly arrays: Readonly<Record<string, Parameters>>;
  readonly restore: (numbers: Readonly<Record<string, number>>) => void;
}

/**
 * The state methods of a wrapper: the inner optimizer's, with a section of the wrapper's own under `name`.
 *
 * @throws TypeError if the model already has a wrapper of that name.
 */
export function remember(
  model: AnyBound,
  name: string,
  memory: Memory,
): Pick<AnyBound, "stateDict" | "loadStateDict"> & { readonly wrappers: readonly string[] } {
  const inside = (model as { wrappers?: readonly string[] }).wrappers ?? [];
  if (inside.includes(name))
    throw new TypeError(`${name}: the optimizer already has ${name} around its step`);
  return {
    wrappers: [...inside, name],
    stateDict() {
      const state = model.stateDict();
      const arrays = Object.entries(memory.arrays).map(([key, of]) => [key, arenaCopy(of)]);
      const own: AroundState = { numbers: memory.numbers(), arrays: Object.fromEntries(arrays) };
      return { ...state, around: { ...state.around, [name]: own } };
    },
    loadStateDict(state: OptimizerState, options?: LoadOptions) {
      const { [name]: own, ...others } = state.around;
      if (!own) return refuse(name, [`wrapper ${show(name)} is missing from the state`]);
      refuse(name, memoryDifferences(memory, own));
      model.loadStateDict({ ...state, around: others }, options);
      for (const [key, of] of Object.entries(memory.arrays)) copyInto(of, own.arrays[key]!);
      memory.restore(own.numbers);
    },
  };
}

function memoryDifferences({ numbers, arrays }: Memory, state: AroundState): string[] {
  const found = [
    ...differences("number", Object.keys(numbers()), Object.keys(state.numbers)),
    ...differences("array", Object.keys(arrays), Object.keys(state.arrays)),
  ];
  for (const [key, value] of Object.entries(state.numbers)) {
    if (!Number.isFinite(value))
      found.push(`number ${show(key)} must be finite, is ${show(value)} in the state`);
  }
  for (const [key, of] of Object.entries(arrays)) {
    const saved = state.arrays[key] ?? {};
    found.push(...differences(`parameter of ${show(key)}`, Object.keys(of), Object.keys(saved)));
    for (const [name, array] of Object.entries(of)) {
      const other = saved[name];
      if (!other || (dtypeOf(other) === dtypeOf(array) && other.length === array.length)) continue;
      found.push(
        `${key} of ${show(name)} must be ${array.length} elements of ${dtypeOf(array)}, ` +
          `is ${other.length} of ${dtypeOf(other)} in the state`,
      );
    }
  }
  return found;
}
