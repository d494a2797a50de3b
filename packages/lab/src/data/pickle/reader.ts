/** Reads a pickle's bytes from the first to the last. */
export interface ByteReader {
  /** The position of the next byte. */
  readonly position: number;
  byte(): number;
  /** A little-endian unsigned integer of `bytes` bytes. @throws Error if it is 2^53 or more. */
  unsigned(bytes: 1 | 2 | 4 | 8): number;
  /** The next `length` bytes, a view. */
  bytes(length: number): Buffer;
  /** The text up to the next line feed, which is passed over. */
  line(): string;
}

/** Every read @throws Error if the file ends before. */
export function byteReader(file: Uint8Array): ByteReader {
  const buffer = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  let position = 0;
  const take = (length: number): number => {
    if (length > buffer.length - position) {
      throw new Error(`pickle: the file ends too early, after ${buffer.length} bytes`);
    }
    position += length;
    return position - length;
  };
  return {
    get position() {
      return position;
    },
    byte: () => buffer[take(1)]!,
    unsigned(bytes) {
      const start = take(bytes);
      if (bytes < 8) return buffer.readUIntLE(start, bytes);
      const value = Number(buffer.readBigUInt64LE(start));
      if (!Number.isSafeInteger(value)) throw new Error(`pickle: a length of ${value} bytes cannot be`);
      return value;
    },
    bytes(length) {
      const start = take(length);
      return buffer.subarray(start, start + length);
    },
    line() {
      const end = buffer.indexOf(0x0a, position);
      const start = take(end < 0 ? buffer.length + 1 : end + 1 - position);
      return buffer.toString("utf8", start, end);
    },
  };
}
