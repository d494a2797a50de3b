import type { FloatArray } from "../binding/arena.js";
import { type Dtype, dtypeOf } from "../binding/dtype.js";
import { decodeText, encodeText } from "../platform.js";
import { mustBe, show } from "../validation.js";

/** An array and its shape. */
export interface ShapedArray {
  readonly shape: readonly number[];
  readonly array: FloatArray;
}

/** What a safetensors file holds. */
export interface SafetensorsContent {
  readonly tensors: Readonly<Record<string, ShapedArray>>;
  readonly metadata: Readonly<Record<string, string>>;
}

const constructors = { F32: Float32Array, F64: Float64Array } as const;

/**
 * Arrays as a safetensors file: the header's length as a little-endian 64-bit integer, the header as JSON padded
 * with spaces to a multiple of 8, the bytes. Read it with `readSafetensors` or with Python's `safetensors`.
 */
export function writeSafetensors({ tensors, metadata }: SafetensorsContent): Uint8Array {
  // Wider types first, so that every tensor is aligned.
  const sorted = Object.entries(tensors).sort(
    ([, a], [, b]) => b.array.BYTES_PER_ELEMENT - a.array.BYTES_PER_ELEMENT,
  );
  let end = 0;
  const described = sorted.map(([name, { shape, array }]) => {
    if (name === "__metadata__")
      throw new TypeError(`writeSafetensors: no tensor may be called ${show(name)}`);
    const start = end;
    end += array.byteLength;
    return [name, { dtype: dtypeOf(array), shape, data_offsets: [start, end] }] as const;
  });
  const json = encodeText(JSON.stringify(Object.fromEntries([["__metadata__", metadata], ...described])));
  const headerLength = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(8 + headerLength + end).fill(0x20, 8, 8 + headerLength);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true);
  bytes.set(json, 8);
  let position = 8 + headerLength;
  for (const [, { array }] of sorted) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), position);
    position += array.byteLength;
  }
  return bytes;
}

/**
 * Reads a safetensors file of float32 and float64 tensors, into arrays of their own.
 *
 * @throws TypeError saying what is wrong with the bytes.
 */
export function readSafetensors(bytes: Uint8Array | ArrayBuffer): SafetensorsContent {
  const file = asBytes(bytes);
  if (file.length < 8) fail(`is only ${file.length} bytes long`);
  const headerLength = Number(new DataView(file.buffer, file.byteOffset, 8).getBigUint64(0, true));
  const dataStart = 8 + headerLength;
  if (dataStart > file.length) fail(`has a header of ${headerLength} bytes in ${file.length}`);
  const { __metadata__, ...entries } = parseHeader(file.subarray(8, dataStart));
  const tensors = Object.entries(entries).map(([name, entry]) => {
    const { dtype, shape, start, end } = checkEntry(name, entry, file.length - dataStart);
    // A copy; slice() would be a view where the bytes are a Buffer of Node's.
    const own = new Uint8Array(file.subarray(dataStart + start, dataStart + end));
    return [name, { shape, array: new constructors[dtype](own.buffer) }] as const;
  });
  const metadata = __metadata__ ?? {};
  if (typeof metadata !== "object" || Array.isArray(metadata)) fail("has metadata that is not an object");
  const texts = Object.entries(metadata).filter(([, text]) => typeof text === "string");
  return { tensors: Object.fromEntries(tensors), metadata: Object.fromEntries(texts) };
}

function asBytes(bytes: unknown): Uint8Array {
  const tag = Object.prototype.toString.call(bytes);
  if (tag === "[object Uint8Array]") return bytes as Uint8Array;
  if (tag === "[object ArrayBuffer]") return new Uint8Array(bytes as ArrayBuffer);
  throw mustBe("readSafetensors", "bytes", "a Uint8Array or an ArrayBuffer", bytes);
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(decodeText(bytes));
  } catch {
    fail("has a header that is not JSON");
  }
  if (typeof header !== "object" || header === null || Array.isArray(header))
    fail("has a header that is not an object");
  return header as Record<string, unknown>;
}

function checkEntry(
  name: string,
  entry: unknown,
  available: number,
): { dtype: Dtype; shape: number[]; start: number; end: number } {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
  if (dtype !== "F32" && dtype !== "F64")
    fail(`has ${show(name)} as ${show(dtype)}; F32 and F64 can be read`);
  const whole = (value: unknown) =>
    Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
  if (!whole(shape) || !whole(offsets)) fail(`does not say what shape ${show(name)} has, or where it is`);
  const [start, end] = offsets as [number, number];
  const size = (shape as number[]).reduce(
    (product, length) => product * length,
    constructors[dtype].BYTES_PER_ELEMENT,
  );
  if (end - start !== size || end > available)
    fail(`has ${show(name)} in bytes ${start} to ${end}, which do not fit`);
  return { dtype, shape: shape as number[], start, end };
}

function fail(problem: string): never {
  throw new TypeError(`readSafetensors: this file ${problem}`);
}
