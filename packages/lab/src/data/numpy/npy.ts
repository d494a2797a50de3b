import { type NumpyArray, requireWhole } from "./array.js";

const signature = Buffer.from("\u0093NUMPY", "latin1");

/**
 * Reads a .npy file of plain numbers (NumPy's format versions 1 to 3). The array's bytes are a view of `file`.
 *
 * @throws Error if it is no such file, or damaged.
 */
export function readNpy(file: Uint8Array): NumpyArray {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  if (bytes.length < 12 || !bytes.subarray(0, 6).equals(signature)) throw new Error("not a .npy file");
  const wide = bytes[6]! > 1;
  const start = wide ? 12 : 10;
  const end = start + (wide ? bytes.readUInt32LE(8) : bytes.readUInt16LE(8));
  const header = bytes.toString("latin1", start, end);
  const dtype = /'descr': *'([^']+)'/.exec(header)?.[1];
  const fortranOrder = /'fortran_order': *(True|False)/.exec(header)?.[1];
  const shape = /'shape': *\(([\d, ]*)\)/.exec(header)?.[1];
  if (end > bytes.length || dtype === undefined || fortranOrder === undefined || shape === undefined) {
    throw new Error(`.npy: cannot read the header ${JSON.stringify(header.trim())}`);
  }
  const array: NumpyArray = {
    dtype,
    shape: shape.split(",").flatMap((size) => (size.trim() === "" ? [] : [Number(size)])),
    data: bytes.subarray(end),
    fortranOrder: fortranOrder === "True",
  };
  requireWhole(array);
  return array;
}
