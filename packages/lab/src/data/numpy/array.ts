/** An array as NumPy keeps it: the bytes, and what they mean. */
export interface NumpyArray {
  /** NumPy's name of the kind of its elements: byte order, letter and bytes, such as "|u1" or "<i8". */
  dtype: string;
  shape: readonly number[];
  /** The elements, one after the other. */
  data: Uint8Array;
  /** Whether the first index varies fastest, as in Fortran, and not the last. */
  fortranOrder: boolean;
}

/** @throws Error unless `data` holds as many bytes as `dtype` and `shape` say. */
export function requireWhole({ dtype, shape, data }: NumpyArray): void {
  const expected = shape.reduce((product, size) => product * size, itemSize(dtype));
  if (data.length !== expected) {
    throw new Error(
      `an array of shape (${shape.join(", ")}) and type ${dtype} takes ${expected} bytes, found ${data.length}`,
    );
  }
}

/**
 * The elements of an array of integers of any size.
 *
 * @throws Error if it holds anything else, or integers beyond 2^53.
 */
export function integersOf({ dtype, data }: NumpyArray): number[] {
  const [, order, letter, size] = /^([<>|=])([iu])([1248])$/.exec(dtype) ?? [];
  if (letter === undefined) throw new Error(`expected integers, found an array of type ${dtype}`);
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const little = order !== ">";
  const read = readers[`${letter}${size}`]!;
  return Array.from({ length: data.length / Number(size) }, (_, i) => {
    const value = Number(read(view, i * Number(size), little));
    if (!Number.isSafeInteger(value)) throw new Error(`expected integers below 2^53, found ${value}`);
    return value;
  });
}

const readers: Readonly<Record<string, (view: DataView, at: number, little: boolean) => number | bigint>> = {
  i1: (view, at) => view.getInt8(at),
  i2: (view, at, little) => view.getInt16(at, little),
  i4: (view, at, little) => view.getInt32(at, little),
  i8: (view, at, little) => view.getBigInt64(at, little),
  u1: (view, at) => view.getUint8(at),
  u2: (view, at, little) => view.getUint16(at, little),
  u4: (view, at, little) => view.getUint32(at, little),
  u8: (view, at, little) => view.getBigUint64(at, little),
};

/** Bytes of an element. @throws Error for a type that is no plain number or truth value. */
function itemSize(dtype: string): number {
  const size = /^[<>|=][biuf](\d{1,2})$/.exec(dtype)?.[1];
  if (size === undefined) throw new Error(`arrays of type ${dtype} are not read, only plain numbers`);
  return Number(size);
}
