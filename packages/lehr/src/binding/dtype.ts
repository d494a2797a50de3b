import type { FloatArray } from "./arena.js";

/** Array types by the names safetensors gives them. */
export type Dtype = "F32" | "F64";

const dtypes: Readonly<Record<string, Dtype>> = { Float32Array: "F32", Float64Array: "F64" };

/**
 * The type of an array, undefined for anything else. Arrays of another realm (an iframe, node:vm, Jest) have other
 * constructors and the same types.
 */
export function dtypeOf(array: FloatArray): Dtype;
export function dtypeOf(value: unknown): Dtype | undefined;
export function dtypeOf(value: unknown): Dtype | undefined {
  return ArrayBuffer.isView(value) ? dtypes[(value as FloatArray)[Symbol.toStringTag]] : undefined;
}

export function isFloatArray(value: unknown): value is FloatArray {
  return dtypeOf(value) !== undefined;
}
