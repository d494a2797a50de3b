import { EngineError } from "./errors.js";
import { sizeOf } from "./graph/shapes.js";
import type { DType, Shape } from "./graph/types.js";

/** A typed array that runs read from or write to. */
export type TensorArray = Float32Array | Int32Array | Uint8Array;

const ARRAY_TYPES = {
  float32: Float32Array,
  int32: Int32Array,
  bool: Uint8Array,
  int64: BigInt64Array,
} as const;

/** Checks that something is a record; `what` names it in the error, and `content` what it holds by name. */
export function checkRecord(what: string, record: unknown, content: string): void {
  if (typeof record !== "object" || record === null)
    throw new EngineError(`${what} must be ${content} by name, got ${String(record)}`);
}

const isExtent = (extent: unknown): boolean => Number.isInteger(extent) && (extent as number) > 0;

/** Checks a shape; `what` says whose it is. */
export function checkShape(what: string, shape: unknown): void {
  if (Array.isArray(shape) && shape.every(isExtent)) return;
  const got = Array.isArray(shape) ? inBrackets(shape) : String(shape);
  throw new EngineError(`shape of ${what} must be a list of positive integers, got ${got}`);
}

/** A shape in the words of an error. */
export const inBrackets = (shape: readonly unknown[]): string => `[${shape.map(String).join(", ")}]`;

/** Checks that `array` can hold a tensor of the type; `what` names it in the error. */
export function checkArray(what: string, array: unknown, shape: Shape, dtype: DType): void {
  const wanted = ARRAY_TYPES[dtype];
  const size = sizeOf(shape);
  const expected = `${wanted.name} of length ${size} for shape [${shape.join(", ")}]`;
  if (!(array instanceof wanted)) {
    const got =
      array === undefined ? "nothing" : ((array as object | null)?.constructor?.name ?? String(array));
    throw new EngineError(`${what} must be a ${expected}, got ${got}`);
  }
  if (array.length !== size)
    throw new EngineError(`${what} must be a ${expected}, got one of length ${array.length}`);
}

/** Checks that an array holds neither NaN nor an infinite number; `what` names it in the error. */
export function checkFinite(what: string, array: TensorArray): void {
  if (!(array instanceof Float32Array)) return;
  const index = array.findIndex((x) => !Number.isFinite(x));
  if (index >= 0)
    throw new EngineError(`${what} must hold finite numbers, got ${array[index]} at index ${index}`);
}

/** Checks that every name in `given` is one of `known`; `what` says what the names are for. */
export function checkNames(what: string, given: Iterable<string>, known: readonly string[]): void {
  for (const name of given)
    if (!known.includes(name))
      throw new EngineError(
        `there is no ${what} "${name}"; there is ${known.map((k) => `"${k}"`).join(", ") || "none"}`,
      );
}

/** A new array that fits a tensor of the type. */
export function newArray(shape: Shape, dtype: DType): TensorArray {
  const size = sizeOf(shape);
  if (dtype === "float32") return new Float32Array(size);
  return dtype === "int32" ? new Int32Array(size) : new Uint8Array(size);
}
