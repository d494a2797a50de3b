/** The array types parameters, gradients and slots may have. */
export type FloatArray = Float32Array | Float64Array;

/** Arrays by name. */
export type Parameters = Readonly<Record<string, FloatArray>>;

/**
 * Zero-filled arrays of the same names, types and lengths as `like`, contiguous in one buffer per type.
 */
export function arenaLike<P extends Parameters>(like: P): P {
  const bytes = new Map<string, number>();
  const offsets = Object.entries(like).map(([name, array]) => {
    const kind = array.constructor.name;
    const offset = bytes.get(kind) ?? 0;
    bytes.set(kind, offset + array.byteLength);
    return { name, array, kind, offset };
  });
  const buffers = new Map([...bytes].map(([kind, size]) => [kind, new ArrayBuffer(size)]));
  const views = offsets.map(({ name, array, kind, offset }) => {
    const FloatArray = array.constructor as Float32ArrayConstructor | Float64ArrayConstructor;
    return [name, new FloatArray(buffers.get(kind)!, offset, array.length)];
  });
  return Object.fromEntries(views) as P;
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
