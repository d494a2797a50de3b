/** Anything that hands out uniformly distributed 32-bit words; the random functions of this folder draw from it. */
export interface RandomSource {
  /** The next word, an integer from 0 to 2^32 - 1. */
  nextUint32(): number;
}
