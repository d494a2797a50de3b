import type { Weights } from "./lossFunction.js";

/** A direction in the space of the weights: an array for each tensor that it moves. */
export type Vector = Record<string, Float64Array>;

/** Applies a function to every number of every tensor. */
export function mapVector(
  of: Weights,
  change: (value: number, name: string, index: number) => number,
): Vector {
  return Object.fromEntries(
    Object.entries(of).map(([name, values]) => {
      const changed = new Float64Array(values.length);
      for (let i = 0; i < changed.length; i++) changed[i] = change(values[i]!, name, i);
      return [name, changed];
    }),
  );
}

/** The inner product over all tensors of `a`, which `b` must have as well. */
export function dot(a: Weights, b: Weights): number {
  let sum = 0;
  for (const [name, x] of Object.entries(a)) {
    const y = b[name]!;
    for (let i = 0; i < x.length; i++) sum += x[i]! * y[i]!;
  }
  return sum;
}

/** The Euclidean norm over all tensors jointly. */
export function norm(a: Weights): number {
  return Math.sqrt(dot(a, a));
}

/** Adds `factor * b` to `a`, in place, for every tensor of `a`. */
export function addScaled(a: Vector, factor: number, b: Weights): void {
  for (const [name, x] of Object.entries(a)) {
    const y = b[name]!;
    for (let i = 0; i < x.length; i++) x[i] = x[i]! + factor * y[i]!;
  }
}

/** How many numbers all tensors hold together. */
export function elementCount(of: Weights): number {
  return Object.values(of).reduce((sum, values) => sum + values.length, 0);
}
