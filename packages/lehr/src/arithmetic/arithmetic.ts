/**
 * The arithmetic an update rule is written in, for one coordinate, over an opaque value `T`. Interpreting
 * `T` as a number computes; interpreting it as source text generates a kernel. A rule is written once and
 * every interpreter runs it.
 */
export interface Arithmetic<T> {
  constant(value: number): T;
  add(a: T, b: T): T;
  sub(a: T, b: T): T;
  mul(a: T, b: T): T;
  div(a: T, b: T): T;
  sqrt(a: T): T;
  /** The larger of two; NaN if either is. */
  max(a: T, b: T): T;
  abs(a: T): T;
  /** -1, 0 or 1; NaN of NaN. */
  sign(a: T): T;
}
