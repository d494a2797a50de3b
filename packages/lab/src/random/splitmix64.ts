const mask = (1n << 64n) - 1n;

/**
 * The first `count` outputs of SplitMix64 started at `seed` (Steele, Lea and Flood, "Fast Splittable
 * Pseudorandom Number Generators", 2014; constants of Vigna's splitmix64.c). It spreads a seed with few
 * random bits over the whole state of another generator.
 *
 * @param seed 64 bits.
 * @returns integers from 0 to 2^64 - 1.
 */
export function splitmix64(seed: bigint, count: number): bigint[] {
  const outputs: bigint[] = [];
  let state = seed & mask;
  for (let i = 0; i < count; i++) {
    state = (state + 0x9e3779b97f4a7c15n) & mask;
    let z = state;
    z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & mask;
    z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & mask;
    outputs.push(z ^ (z >> 31n));
  }
  return outputs;
}
