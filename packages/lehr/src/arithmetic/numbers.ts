import type { Arithmetic } from "./arithmetic.js";

/** The reference interpreter: values are float64 numbers. */
export const numbers: Arithmetic<number> = {
  constant: (value) => value,
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  sqrt: Math.sqrt,
  max: Math.max,
  abs: Math.abs,
  sign: Math.sign,
};
