import { readSafetensors, writeSafetensors } from "lehr";
import type { Arrays } from "./program.js";

/** A solution, parameters and running statistics by name, as the bytes of a safetensors file. */
export function encodeSolution(solution: Arrays): Uint8Array {
  const tensors = Object.entries(solution).map(([name, array]) => [name, { shape: [array.length], array }]);
  return writeSafetensors({ tensors: Object.fromEntries(tensors), metadata: {} });
}

/** What {@link encodeSolution} made bytes of. */
export function decodeSolution(bytes: Uint8Array): Arrays {
  const { tensors } = readSafetensors(bytes);
  return Object.fromEntries(
    Object.entries(tensors).map(([name, { array }]) => [name, array as Float32Array]),
  );
}
