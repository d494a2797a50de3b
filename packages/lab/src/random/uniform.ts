import type { RandomSource } from "./randomSource.js";

/** A multiple of 2^-53 drawn uniformly from [0, 1). Takes two words. */
export function uniform(random: RandomSource): number {
  const high = random.nextUint32() >>> 5;
  const low = random.nextUint32() >>> 6;
  return (high * 2 ** 26 + low) / 2 ** 53;
}
