import type { NumpyArray } from "../numpy/array.js";

/** What a pickled data file can hold. Lists and tuples are arrays, dicts are maps, bytes are byte arrays. */
export type PickleValue =
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | NumpyArray
  | PickleValue[]
  | Map<PickleValue, PickleValue>;

/** A number type of NumPy while it is read: `code` such as "u1"; the byte order is told later. */
export class Dtype {
  order = "|";
  constructor(readonly code: string) {}
}

/** A function or class that a pickle names; it is never looked up anywhere but in our own list. */
export class Global {
  constructor(readonly name: string) {}
}

/** What lies on the machine's stack. */
export type Item = PickleValue | Dtype | Global;

/** Text, also from Python 2, whose strings are bytes. @throws Error for anything else. */
export function textOf(value: Item | undefined): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("latin1");
  if (typeof value !== "string") throw new Error("pickle: expected text");
  return value;
}
