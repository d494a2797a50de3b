import { fnv1a64 } from "./fnv1a64.js";
import { splitmix64 } from "./splitmix64.js";
import { Xoshiro128 } from "./xoshiro128.js";

/**
 * The random stream of a seed and a path of labels. Streams of different seeds or labels are independent of
 * one another, so that drawing more numbers for one purpose never changes another:
 * `randomStream(seed, "initialization")`, `randomStream(seed, "order", epoch)` ...
 *
 * The state is SplitMix64's output from the FNV-1a hash of seed and labels; it is the same on every machine.
 *
 * @param seed an integer from 0 to 2^53 - 1.
 * @param labels names, or whole numbers such as an epoch; `1` and `"1"` are different labels.
 * @throws RangeError if the seed, or a label that is a number, is not such an integer.
 */
export function randomStream(seed: number, ...labels: readonly (string | number)[]): Xoshiro128 {
  requireWholeNumber("seed", seed);
  for (const label of labels) {
    if (typeof label === "number") requireWholeNumber("label", label);
  }
  // JSON keeps ("ab", "c") apart from ("a", "bc").
  const [low = 0n, high = 0n] = splitmix64(fnv1a64(JSON.stringify([seed, ...labels])), 2);
  return new Xoshiro128([lower(low), upper(low), lower(high), upper(high)]);
}

function requireWholeNumber(name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new RangeError(`${name} must be an integer from 0 to ${Number.MAX_SAFE_INTEGER}; got ${value}`);
  }
}

const lower = (word: bigint): number => Number(word & 0xffffffffn);
const upper = (word: bigint): number => Number(word >> 32n);
