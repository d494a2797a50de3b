import {
  decodeState,
  encodeState,
  type OptimizerState,
  readSafetensors,
  type ShapedArray,
  writeSafetensors,
} from "lehr";
import type { Arrays } from "./program.js";

/** How far a training is. */
export interface Position {
  /** The epoch under way, 1-based. */
  epoch: number;
  /** Batches of it that are done. */
  batch: number;
  /** The sum of the losses of its examples so far, and how many these were. */
  lossSum: number;
  examples: number;
}

/** What moves while training. */
export interface Snapshot {
  parameters: Arrays;
  /** Running means and variances of normalized layers. */
  statistics: Arrays;
  optimizer: OptimizerState;
}

const key = "lehr.position";
const lengthBytes = 8;

/**
 * A state of a training, exact, as bytes: the length of a safetensors file with parameters, statistics and position,
 * as a little-endian 64-bit integer, that file, and one with the optimizer's state. Random numbers need no state:
 * they come from seed, epoch and batch.
 */
export function encodeCheckpoint(
  { parameters, statistics, optimizer }: Snapshot,
  position: Position,
): Uint8Array {
  const tensors: Record<string, ShapedArray> = {};
  for (const [kind, arrays] of Object.entries({ parameters, statistics })) {
    for (const [name, array] of Object.entries(arrays)) {
      tensors[`${kind}/${name}`] = { shape: [array.length], array };
    }
  }
  const model = writeSafetensors({ tensors, metadata: { [key]: JSON.stringify(position) } });
  const state = encodeState(optimizer);
  const bytes = new Uint8Array(lengthBytes + model.length + state.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(model.length), true);
  bytes.set(model, lengthBytes);
  bytes.set(state, lengthBytes + model.length);
  return bytes;
}

/** What {@link encodeCheckpoint} made bytes of. @throws TypeError if the bytes are none of its. */
export function decodeCheckpoint(bytes: Uint8Array): { snapshot: Snapshot; position: Position } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = Number(view.getBigUint64(0, true));
  const { tensors, metadata } = readSafetensors(bytes.slice(lengthBytes, lengthBytes + length));
  if (metadata[key] === undefined) throw new TypeError("these bytes are not a checkpoint of a training");
  const under = (kind: string): Arrays =>
    Object.fromEntries(
      Object.entries(tensors).flatMap(([name, { array }]) =>
        name.startsWith(`${kind}/`) ? [[name.slice(kind.length + 1), array as Float32Array]] : [],
      ),
    );
  return {
    snapshot: {
      parameters: under("parameters"),
      statistics: under("statistics"),
      optimizer: decodeState(bytes.slice(lengthBytes + length)),
    },
    position: JSON.parse(metadata[key]) as Position,
  };
}
