import type { NumpyArray } from "../numpy/array.js";

/** What is pickled here: a dict of lists of integers and of arrays. */
export type Pickled = Readonly<Record<string, NumpyArray | readonly number[]>>;

/** A pickle of protocol 3, as Python 3 with NumPy 1 wrote the files of ImageNet32x32. */
export function pickle(dict: Pickled): Buffer {
  const items = Object.entries(dict).map(([name, value]) =>
    Buffer.concat([text(name), "dtype" in value ? array(value) : list(value)]),
  );
  return Buffer.concat([code("\u0080\u0003}("), ...items, code("u.")]);
}

/** A pickle of protocol 2 that calls a function of any module with a text. */
export function pickledCall(module: string, name: string, argument: string): Buffer {
  return Buffer.concat([code("\u0080\u0002"), global(module, name), text(argument), code("\u0085R.")]);
}

const code = (letters: string): Buffer => Buffer.from(letters, "latin1");
const global = (module: string, name: string): Buffer => code(`c${module}\n${name}\n`);

function sized(letter: string, contents: Buffer): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(contents.length);
  return Buffer.concat([code(letter), size, contents]);
}

const text = (value: string): Buffer => sized("X", Buffer.from(value));
const bytes = (value: Uint8Array): Buffer => sized("B", Buffer.from(value));

function integer(value: number): Buffer {
  const four = Buffer.alloc(4);
  four.writeInt32LE(value);
  return Buffer.concat([code("J"), four]);
}

function list(values: readonly number[]): Buffer {
  return Buffer.concat([code("]("), ...values.map(integer), code("e")]);
}

function array({ dtype, shape, data, fortranOrder }: NumpyArray): Buffer {
  const reconstruct = [
    global("numpy.core.multiarray", "_reconstruct"),
    global("numpy", "ndarray"),
    integer(0),
    code("\u0085"),
    bytes(code("b")),
    code("\u0087R"),
  ];
  const type = [
    global("numpy", "dtype"),
    text(dtype.slice(1)),
    code("\u0089\u0088\u0087R("),
    ...[integer(3), text(dtype.slice(0, 1)), code("NNN"), integer(-1), integer(-1), integer(0), code("tb")],
  ];
  const state = [integer(1), code("("), ...shape.map(integer), code("t"), ...type];
  const order = code(fortranOrder ? "\u0088" : "\u0089");
  return Buffer.concat([...reconstruct, code("("), ...state, order, bytes(data), code("tb")]);
}
