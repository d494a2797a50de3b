import { mapValues } from "./byName.js";
import { dtypeOf } from "./dtype.js";

/** The array types parameters, gradients and slots may have. */
export type FloatArray = Float32Array | Float64Array;

/** Arrays by name. */
export type Parameters = Readonly<Record<string, FloatArray>>;

/** What `P` must be to be arrays by name; an interface or a class may be too, which have no index signature. */
export type ArraysOf<P> = Readonly<Record<keyof P, FloatArray>>;

/** The same names and arrays as a type with an index signature. */
export type Indexed<P> = { [Name in keyof P]: P[Name] };

/**
 * Zero-filled arrays of the same names, types and lengths as `like`, contiguous in one buffer per type.
 */
export function arenaLike<P extends Parameters>(like: P): P {
  const ends = { F32: 0, F64: 0 };
  const places = mapValues(like, (array) => {
    const dtype = dtypeOf(array);
    const start = ends[dtype];
    ends[dtype] += array.length;
    return { dtype, start, end: ends[dtype] };
  });
  const all = { F32: new Float32Array(ends.F32), F64: new Float64Array(ends.F64) };
  return mapValues(places, ({ dtype, start, end }) => all[dtype].subarray(start, end)) as P;
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
