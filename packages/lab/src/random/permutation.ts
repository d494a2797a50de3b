import { integerBelow } from "./integerBelow.js";
import type { RandomSource } from "./randomSource.js";

/**
 * The numbers 0 ... n - 1 in random order, every order equally likely (Fisher-Yates).
 *
 * @param n an integer from 0 to 2^32 - 1.
 * @throws RangeError for any other `n`.
 */
export function permutation(random: RandomSource, n: number): Uint32Array {
  if (!Number.isInteger(n) || n < 0 || n > 2 ** 32 - 1) {
    throw new RangeError(`n must be an integer from 0 to 4294967295; got ${n}`);
  }
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = integerBelow(random, i + 1);
    const swapped = order[i]!;
    order[i] = order[j]!;
    order[j] = swapped;
  }
  return order;
}
