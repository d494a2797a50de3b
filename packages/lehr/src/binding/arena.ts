import { byName } from "./byName.js";

/** The array types parameters, gradients and slots may have. */
export type FloatArray = Float32Array | Float64Array;

/** Arrays by name. */
export type Parameters = Readonly<Record<string, FloatArray>>;

/**
 * Zero-filled arrays of the same names, types and lengths as `like`, contiguous in one buffer per type.
 */
export function arenaLike<P extends Parameters>(like: P): P {
  const views: Record<string, FloatArray> = {};
  for (const FloatArray of [Float32Array, Float64Array]) {
    const own = Object.entries(like).filter(([, array]) => array instanceof FloatArray);
    const all = new FloatArray(own.reduce((length, [, array]) => length + array.length, 0));
    let end = 0;
    for (const [name, { length }] of own) {
      const start = end;
      end += length;
      views[name] = all.subarray(start, end);
    }
  }
  return byName(Object.keys(like), (_, name) => views[name]) as P;
}

/** The same arrays anew, contiguous in one buffer per type. */
export function arenaCopy<P extends Parameters>(of: P): P {
  const copy = arenaLike(of);
  copyInto(copy, of);
  return copy;
}

/** Overwrites arrays with others of the same names and lengths. */
export function copyInto(to: Parameters, from: Parameters): void {
  for (const [name, array] of Object.entries(to)) array.set(from[name]!);
}
