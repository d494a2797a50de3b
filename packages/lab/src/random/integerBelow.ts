import type { RandomSource } from "./randomSource.js";

/**
 * An integer drawn uniformly from 0 to `n` - 1, without the bias of a plain remainder: words beyond the
 * largest multiple of `n` are drawn again.
 *
 * @param n an integer from 1 to 2^32.
 * @throws RangeError for any other `n`.
 */
export function integerBelow(random: RandomSource, n: number): number {
  if (!Number.isInteger(n) || n < 1 || n > 2 ** 32) {
    throw new RangeError(`n must be an integer from 1 to 4294967296; got ${n}`);
  }
  const limit = 2 ** 32 - (2 ** 32 % n);
  for (;;) {
    const word = random.nextUint32();
    if (word < limit) return word % n;
  }
}
