import { inflateSync } from "node:zlib";

/** A decoded picture: `width` x `height` pixels, row by row, three bytes (red, green, blue) each. */
export interface RgbImage {
  width: number;
  height: number;
  pixels: Uint8Array;
}

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/**
 * Decodes a PNG file of the one kind that data sets here use: 8 bits a channel, RGB, not interlaced
 * (W3C PNG specification, 3rd edition). Checksums of chunks are not compared, zlib's own is.
 *
 * @throws Error if `file` is not a PNG file, of another kind, or damaged.
 */
export function decodeRgbPng(file: Uint8Array): RgbImage {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  if (!bytes.subarray(0, 8).equals(signature)) throw new Error("not a PNG file");
  let width = 0;
  let height = 0;
  const compressed: Buffer[] = [];
  for (const { type, data } of chunksOf(bytes)) {
    if (type === "IHDR") {
      width = data.readUInt32BE(0);
      height = data.readUInt32BE(4);
      const kind = [...data.subarray(8, 13)].join(",");
      if (kind !== "8,2,0,0,0") {
        throw new Error(`PNG: expected 8-bit RGB without interlacing (8,2,0,0,0), found ${kind}`);
      }
    } else if (type === "IDAT") {
      compressed.push(data);
    }
  }
  const stride = width * 3;
  const filtered = inflateSync(Buffer.concat(compressed));
  if (width === 0 || filtered.length !== height * (stride + 1)) {
    throw new Error(`PNG: expected ${width} x ${height} pixels, found ${filtered.length} bytes of them`);
  }
  return { width, height, pixels: unfilter(filtered, height, stride) };
}

function* chunksOf(bytes: Buffer): Generator<{ type: string; data: Buffer }> {
  let at = signature.length;
  while (at + 12 <= bytes.length) {
    const length = bytes.readUInt32BE(at);
    if (at + 12 + length > bytes.length) break;
    const type = bytes.toString("latin1", at + 4, at + 8);
    yield { type, data: bytes.subarray(at + 8, at + 8 + length) };
    if (type === "IEND") return;
    at += 12 + length;
  }
  throw new Error("PNG: the file is truncated");
}

/** Undoes the prediction of each byte from its neighbours to the left (a), above (b) and above left (c). */
function unfilter(filtered: Uint8Array, height: number, stride: number): Uint8Array {
  const pixels = new Uint8Array(height * stride);
  for (let row = 0; row < height; row++) {
    const filter = filtered[row * (stride + 1)]!;
    const source = filtered.subarray(row * (stride + 1) + 1, (row + 1) * (stride + 1));
    const line = pixels.subarray(row * stride, (row + 1) * stride);
    const above = row > 0 ? pixels.subarray((row - 1) * stride, row * stride) : new Uint8Array(stride);
    switch (filter) {
      case 0:
        line.set(source);
        break;
      case 1:
        for (let i = 0; i < stride; i++) line[i] = source[i]! + (i < 3 ? 0 : line[i - 3]!);
        break;
      case 2:
        for (let i = 0; i < stride; i++) line[i] = source[i]! + above[i]!;
        break;
      case 3:
        for (let i = 0; i < stride; i++)
          line[i] = source[i]! + (((i < 3 ? 0 : line[i - 3]!) + above[i]!) >> 1);
        break;
      case 4:
        for (let i = 0; i < stride; i++) {
          const a = i < 3 ? 0 : line[i - 3]!;
          const b = above[i]!;
          const c = i < 3 ? 0 : above[i - 3]!;
          const toA = Math.abs(b - c);
          const toB = Math.abs(a - c);
          const toC = Math.abs(a + b - c - c);
          line[i] = source[i]! + (toA <= toB && toA <= toC ? a : toB <= toC ? b : c);
        }
        break;
      default:
        throw new Error(`PNG: expected a filter from 0 to 4, found ${filter}`);
    }
  }
  return pixels;
}
