import type { OptimizerState, SwaOptions } from "lehr";
import type { Arrays } from "./program.js";

/**
 * `lehr`'s `swa` for weights that live elsewhere: the mean of those that are brought, with the state that `swa` has,
 * so that a training goes on from either.
 *
 * @param like arrays of the weights' names and lengths.
 */
export function epochAverage({ from, every }: Required<SwaOptions>, like: Arrays) {
  const average = mapArrays(like, ({ length }) => new Float32Array(length));
  let averaged = 0;
  const copies = () => mapArrays(average, (values) => values.slice());
  return {
    /** Whether the weights after so many updates belong to the mean. */
    takesIn: (updates: number): boolean => updates > from && (updates - from) % every === 0,
    takeIn(weights: Arrays): void {
      averaged++;
      for (const [name, mean] of Object.entries(average)) {
        const values = weights[name]!;
        for (let i = 0; i < mean.length; i++) mean[i] = mean[i]! + (values[i]! - mean[i]!) / averaged;
      }
    },
    /** The mean, in arrays of its own; undefined while nothing has been taken in. */
    mean: (): Arrays | undefined => (averaged === 0 ? undefined : copies()),
    /** The optimizer's state with the mean in it. */
    addTo: (state: OptimizerState): OptimizerState => ({
      ...state,
      around: { ...state.around, swa: { numbers: { averaged }, arrays: { average: copies() } } },
    }),
    /** Goes on from a state with a mean. @returns the rest of it. */
    takeFrom({ around: { swa, ...around }, ...state }: OptimizerState): OptimizerState {
      for (const [name, mean] of Object.entries(average)) mean.set(swa!.arrays.average![name]!);
      averaged = swa!.numbers.averaged!;
      return { ...state, around };
    },
  };
}

const mapArrays = (arrays: Arrays, make: (values: Float32Array) => Float32Array) =>
  Object.fromEntries(Object.entries(arrays).map(([name, values]) => [name, make(values)]));
