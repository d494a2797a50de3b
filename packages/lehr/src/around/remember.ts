import { arenaCopy, copyInto, type Parameters } from "../binding/arena.js";
import type { LoadOptions } from "../binding/boundOptimizer.js";
import { checkState, mismatches, refuse } from "../state/mismatches.js";
import type { AroundState, OptimizerState } from "../state/optimizerState.js";
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
      checkState(name, state);
      const { [name]: own, ...others } = state.around;
      const here = { numbers: memory.numbers(), arrays: memory.arrays };
      refuse(name, mismatches(`around.${name}`, here, own));
      model.loadStateDict({ ...state, around: others }, options);
      for (const [key, of] of Object.entries(memory.arrays)) copyInto(of, own!.arrays[key]!);
      memory.restore(own!.numbers);
    },
  };
}
