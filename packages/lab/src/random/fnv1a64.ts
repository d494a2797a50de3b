const mask = (1n << 64n) - 1n;

/** The 64-bit FNV-1a hash (Fowler, Noll and Vo) of a text's UTF-8 bytes, from 0 to 2^64 - 1. */
export function fnv1a64(text: string): bigint {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) {
    hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & mask;
  }
  return hash;
}
