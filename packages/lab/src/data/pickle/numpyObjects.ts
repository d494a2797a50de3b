import { type NumpyArray, requireWhole } from "../numpy/array.js";
import { Dtype, Global, type Item, textOf } from "./value.js";

/**
 * What the functions that pickled arrays call do, by name: the complete list of what a pickle can ask for. The
 * names are NumPy 1's; NumPy 2 writes `numpy._core` for `numpy.core`. Python 3 writes bytes as an encoded text
 * in the protocol 2.
 */
const functions: Readonly<Record<string, (args: readonly Item[]) => Item>> = {
  "numpy.dtype": ([code]) => new Dtype(textOf(code)),
  "numpy.core.multiarray._reconstruct": ([type]) => {
    if (!(type instanceof Global) || type.name !== ndarray)
      throw new Error("pickle: expected a numpy.ndarray");
    return { dtype: "|u1", shape: [0], data: new Uint8Array(), fortranOrder: false };
  },
  "numpy.core.numeric._frombuffer": ([data, dtype, shape, order]) =>
    arrayOf(data, dtype, shape, textOf(order) === "F"),
  "_codecs.encode": ([text, encoding]) => {
    if (textOf(encoding) !== "latin1")
      throw new Error(`pickle: the encoding ${textOf(encoding)} is not read`);
    return Buffer.from(textOf(text), "latin1");
  },
  "__builtin__.bytes": () => new Uint8Array(),
};

const ndarray = "numpy.ndarray";

/** @throws Error, with the name, unless arrays need it. */
export function globalNamed(module: string, name: string): Global {
  const full = `${module}.${name}`.replace(/^numpy\._core\./, "numpy.core.");
  if (full !== ndarray && !Object.hasOwn(functions, full)) {
    throw new Error(`pickle: asks for ${module}.${name}, which no file of arrays needs; refused`);
  }
  return new Global(full);
}

/** Calls a function by its name. @throws Error if it is none, or its arguments do not fit. */
export function call(callee: Item, args: Item): Item {
  if (!(callee instanceof Global) || !Object.hasOwn(functions, callee.name) || !Array.isArray(args)) {
    throw new Error("pickle: expected a function and its arguments");
  }
  return functions[callee.name]!(args);
}

/** Fills an array or a type that was made empty with its state. @throws Error if the state does not fit. */
export function build(object: Item, state: Item): void {
  if (!Array.isArray(state)) throw new Error("pickle: expected a state");
  if (object instanceof Dtype) {
    const [, order, subarray, names] = state;
    if (subarray !== null || names !== null) throw new Error("pickle: arrays of records are not read");
    object.order = textOf(order);
  } else if (isArray(object)) {
    const [, shape, dtype, fortranOrder, data] = state as Item[];
    Object.assign(object, arrayOf(data, dtype, shape, fortranOrder === true));
  } else {
    throw new Error("pickle: gives a state to what is no array");
  }
}

function arrayOf(
  data: Item | undefined,
  dtype: Item | undefined,
  shape: Item | undefined,
  fortranOrder: boolean,
): NumpyArray {
  if (!(data instanceof Uint8Array && dtype instanceof Dtype && isShape(shape))) {
    throw new Error("pickle: expected an array's bytes, type and shape");
  }
  const array = { dtype: `${dtype.order}${dtype.code}`, shape, data, fortranOrder };
  requireWhole(array);
  return array;
}

const isShape = (shape: Item | undefined): shape is number[] =>
  Array.isArray(shape) && shape.every((size) => Number.isInteger(size) && (size as number) >= 0);

function isArray(object: Item): object is NumpyArray {
  return typeof object === "object" && object !== null && "fortranOrder" in object;
}
