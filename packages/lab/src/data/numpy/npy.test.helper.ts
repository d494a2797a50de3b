import { zipSync } from "fflate";
import type { NumpyArray } from "./array.js";

/** An array of bytes. */
export function bytesArray(shape: number[], data: Uint8Array): NumpyArray {
  return { dtype: "|u1", shape, data: Buffer.from(data), fortranOrder: false };
}

/** An array of 64-bit integers, little-endian, as NumPy makes of a list of integers. */
export function integersArray(values: readonly number[]): NumpyArray {
  const data = Buffer.from(BigInt64Array.from(values, BigInt).buffer);
  return { dtype: "<i8", shape: [values.length], data, fortranOrder: false };
}

/** A .npy file of format version 1. */
export function npy({ dtype, shape, data, fortranOrder }: NumpyArray): Buffer {
  const sizes = shape.map((size) => `${size},`).join(" ");
  const order = fortranOrder ? "True" : "False";
  const text = `{'descr': '${dtype}', 'fortran_order': ${order}, 'shape': (${sizes}), }`;
  const header = Buffer.from(`${text.padEnd(Math.ceil((text.length + 11) / 64) * 64 - 11)}\n`);
  const start = Buffer.from([
    0x93,
    0x4e,
    0x55,
    0x4d,
    0x50,
    0x59,
    1,
    0,
    header.length & 255,
    header.length >> 8,
  ]);
  return Buffer.concat([start, header, data]);
}

/** A .npz file, compressed or not. */
export function npz(arrays: Readonly<Record<string, NumpyArray>>, compressed: boolean): Buffer {
  const files = Object.entries(arrays).map(([name, array]) => [`${name}.npy`, npy(array)]);
  return Buffer.from(zipSync(Object.fromEntries(files), { level: compressed ? 6 : 0 }));
}
