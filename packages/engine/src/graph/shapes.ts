import type { Shape } from "./types.js";

export const sizeOf = (shape: Shape): number => shape.reduce((product, extent) => product * extent, 1);

export const sameShape = (a: Shape, b: Shape): boolean =>
  a.length === b.length && a.every((extent, axis) => extent === b[axis]);

/** The integers 0 to n - 1. */
export const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

export const isIdentity = (order: readonly number[]): boolean => order.every((axis, i) => axis === i);

/** The permutation that undoes `order`. */
export function invert(order: readonly number[]): number[] {
  const inverse = new Array<number>(order.length);
  order.forEach((axis, i) => {
    inverse[axis] = i;
  });
  return inverse;
}

/** The shape of an element-wise result under NumPy's broadcasting rules. Throws where the shapes do not fit. */
export function broadcastShapes(a: Shape, b: Shape): number[] {
  const rank = Math.max(a.length, b.length);
  return range(rank).map((axis) => {
    const left = a[axis - rank + a.length] ?? 1;
    const right = b[axis - rank + b.length] ?? 1;
    if (left !== right && left !== 1 && right !== 1)
      throw new Error(`shapes [${a.join(", ")}] and [${b.join(", ")}] do not broadcast`);
    return left === 1 ? right : left;
  });
}

/** Axes as 0 to rank - 1, sorted, with negative ones counted from the end. */
export const normalizeAxes = (axes: readonly number[], rank: number): number[] =>
  axes.map((axis) => (axis < 0 ? axis + rank : axis)).sort((a, b) => a - b);
