/** The bytes of an idx file and the dimensions they are arranged in. */
export interface IdxBytes {
  dimensions: number[];
  data: Buffer;
}

/**
 * Reads a file of MNIST's own format, idx: two zeros, the kind of number (8 for bytes, the only one read here), the
 * number of dimensions, each dimension as a 32-bit big-endian integer, then the numbers.
 *
 * @throws Error, naming `name`, if it is no such file or its length is not what its dimensions say.
 */
export function readIdx(name: string, file: Buffer): IdxBytes {
  const rank = file.length >= 4 ? file[3]! : 0;
  const start = 4 + 4 * rank;
  if (file.length < start || file.readUInt16BE(0) !== 0 || file[2] !== 8 || rank === 0) {
    throw new Error(`${name}: not an idx file of bytes`);
  }
  const dimensions = Array.from({ length: rank }, (_, i) => file.readUInt32BE(4 + 4 * i));
  const expected = dimensions.reduce((product, size) => product * size, 1);
  if (file.length - start !== expected) {
    throw new Error(`${name}: expected ${expected} bytes of data, found ${file.length - start}`);
  }
  return { dimensions, data: file.subarray(start) };
}
