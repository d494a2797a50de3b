import type { RandomSource } from "./randomSource.js";

/** The whole state of a {@link Xoshiro128}: four integers from 0 to 2^32 - 1, not all zero. Plain JSON. */
export type Xoshiro128State = readonly [number, number, number, number];

/**
 * The generator xoshiro128** 1.1 of Blackman and Vigna ("Scrambled Linear Pseudorandom Number Generators",
 * 2021): 128 bits of state, period 2^128 - 1. It uses 32-bit integer arithmetic alone, so a state gives the
 * same words on every machine. Not for secrets.
 */
export class Xoshiro128 implements RandomSource {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  /**
   * @param state where to start or, with a saved {@link state}, to go on. For a state from a seed see `randomStream`.
   * @throws RangeError if `state` is not four 32-bit words or all of them are zero.
   */
  constructor(state: Xoshiro128State) {
    const words: readonly unknown[] = Array.isArray(state) ? state : [];
    const sound =
      words.length === 4 && words.every((word) => Number.isInteger(word) && word === Number(word) >>> 0);
    if (!sound || words.every((word) => word === 0)) {
      throw new RangeError(
        `state must be four integers from 0 to 4294967295, not all zero; got ${JSON.stringify(state)}`,
      );
    }
    [this.#a, this.#b, this.#c, this.#d] = state;
  }

  /** A copy of the state, to be saved as JSON; `new Xoshiro128(state)` continues from it. */
  get state(): Xoshiro128State {
    return [this.#a >>> 0, this.#b >>> 0, this.#c >>> 0, this.#d >>> 0];
  }

  nextUint32(): number {
    const b = this.#b;
    const product = Math.imul(b, 5);
    const word = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    this.#c ^= this.#a;
    this.#d ^= b;
    this.#b = b ^ this.#c;
    this.#a ^= this.#d;
    this.#c ^= b << 9;
    this.#d = (this.#d << 11) | (this.#d >>> 21);
    return word;
  }
}
