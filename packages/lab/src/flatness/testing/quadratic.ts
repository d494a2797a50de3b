import type { FloatArray, LossFunction, Weights } from "../lossFunction.js";

/** A symmetric matrix, row by row. */
export type Matrix = readonly (readonly number[])[];

/**
 * The loss w'Hw/2 + b'w of a weight vector whose first coordinates are called "layer/kernel" and whose last one is
 * called "layer/bias", so that its gradient is Hw + b and its Hessian H, in the weights' own precision.
 */
export function quadratic(hessian: Matrix, linear: readonly number[]): LossFunction {
  const gradientAt = (w: readonly number[]) =>
    hessian.map((row, i) => row.reduce((sum, h, j) => sum + h * w[j]!, linear[i]!));
  const loss = async (weights: Weights) => {
    const w = flat(weights);
    return w.reduce((sum, value, i) => sum + (value * (gradientAt(w)[i]! + linear[i]!)) / 2, 0);
  };
  const gradient = async (weights: Weights) => {
    const exact = named(gradientAt(flat(weights)));
    const rounded = (name: string) =>
      weights[name] instanceof Float32Array ? new Float32Array(exact[name]!) : exact[name]!;
    return {
      loss: await loss(weights),
      gradient: { "layer/kernel": rounded("layer/kernel"), "layer/bias": rounded("layer/bias") },
    };
  };
  return { loss, gradient };
}

/** The coordinates by the names that `quadratic` gives them, in float64. */
export function named(coordinates: readonly number[]): Record<string, Float64Array> {
  return {
    "layer/kernel": Float64Array.from(coordinates.slice(0, -1)),
    "layer/bias": Float64Array.from(coordinates.slice(-1)),
  };
}

/** The coordinates of weights that `quadratic` knows. */
export function flat(weights: Readonly<Record<string, FloatArray>>): number[] {
  return [...weights["layer/kernel"]!, ...weights["layer/bias"]!];
}

/** The matrix times a vector. */
export function times(matrix: Matrix, v: readonly number[]): number[] {
  return matrix.map((row) => inner(row, v));
}

export function inner(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}

/** The symmetric matrix with these eigenvalues, turned by Householder reflections along the given vectors. */
export function withEigenvalues(
  eigenvalues: readonly number[],
  mirrors: readonly (readonly number[])[],
): Matrix {
  let matrix: number[][] = eigenvalues.map((value, i) => eigenvalues.map((_, j) => (i === j ? value : 0)));
  for (const v of mirrors) {
    const square = inner(v, v);
    if (square < 1e-6) continue;
    const mirror = v.map((vi, i) => v.map((vj, j) => (i === j ? 1 : 0) - (2 * vi * vj) / square));
    const product = (a: Matrix, b: Matrix) =>
      a.map((row) =>
        b.map((_, j) =>
          inner(
            row,
            b.map((other) => other[j]!),
          ),
        ),
      );
    matrix = product(product(mirror, matrix), mirror);
  }
  return matrix;
}
