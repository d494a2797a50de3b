import { elementCount } from "../models/model.js";
import { permutation } from "../random/permutation.js";
import { randomStream } from "../random/randomStream.js";

/** One array of some examples: the values of all of them, one after the other. */
export interface ExampleArray {
  /** The shape of one example; [] for a number each. */
  readonly shape: readonly number[];
  /** Size x shape values in row-major order. Integers, such as labels, are an Int32Array. */
  readonly values: Float32Array | Int32Array;
}

/** Some examples, as arrays by input name. */
export interface Examples<Arrays extends Readonly<Record<string, ExampleArray>>> {
  /** Number of examples. */
  readonly size: number;
  readonly arrays: Arrays;
}

/** Examples of which nothing more is known. */
export type AnyExamples = Examples<Readonly<Record<string, ExampleArray>>>;

/** What a batch feeds. */
export type BatchArrays = Record<string, Float32Array | Int32Array>;

/** Room for so many examples. */
export function roomFor({ arrays }: AnyExamples, size: number): BatchArrays {
  return Object.fromEntries(
    Object.entries(arrays).map(([name, array]) => {
      const length = size * elementCount(array.shape);
      return [name, array.values instanceof Int32Array ? new Int32Array(length) : new Float32Array(length)];
    }),
  );
}

/** Copies the examples at some positions, in their order, to the start of `to`. @returns the filled parts of `to`. */
export function copyExamples(
  { arrays }: AnyExamples,
  positions: ArrayLike<number>,
  to: BatchArrays,
): BatchArrays {
  return Object.fromEntries(
    Object.entries(arrays).map(([name, array]) => {
      const each = elementCount(array.shape);
      const filled = to[name]!.subarray(0, positions.length * each);
      for (let i = 0; i < positions.length; i++) {
        const from = positions[i]! * each;
        filled.set(array.values.subarray(from, from + each), i * each);
      }
      return [name, filled];
    }),
  );
}

/**
 * `size` examples drawn without replacement; the same seed draws the same ones. They keep their order, and are
 * copied, so that the others can be let go.
 *
 * @param size from 1 to the number of examples.
 */
export function subsetOfExamples(examples: AnyExamples, size: number, seed: number): AnyExamples {
  const chosen = permutation(randomStream(seed, "subset"), examples.size).slice(0, size).sort();
  const copies = copyExamples(examples, chosen, roomFor(examples, size));
  return {
    size,
    arrays: Object.fromEntries(
      Object.entries(examples.arrays).map(([name, { shape }]) => [name, { shape, values: copies[name]! }]),
    ),
  };
}
