import type { RandomSource } from "./randomSource.js";

/** -1 or 1, equally likely (the Rademacher distribution). Takes one word. */
export function rademacher(random: RandomSource): number {
  return random.nextUint32() >>> 31 === 1 ? 1 : -1;
}
