import * as tf from "@tensorflow/tfjs-core";
import { sizeOf } from "../graph/shapes.js";

/** Where a tensor lies in an arena. */
export interface Place {
  readonly name: string;
  readonly shape: readonly number[];
  readonly start: number;
  readonly size: number;
}

/** Tensors one after the other in one flat array, so that a device passes over all of them at once. */
export interface Arena {
  readonly places: readonly Place[];
  readonly size: number;
}

export function arenaOf(tensors: readonly { name: string; shape: readonly number[] }[]): Arena {
  let size = 0;
  const places = tensors.map(({ name, shape }): Place => {
    const start = size;
    size += sizeOf(shape);
    return { name, shape, start, size: size - start };
  });
  return { places, size };
}

/** The tensors of an arena by name. */
export function unpack({ places }: Arena, flat: tf.Tensor1D): Record<string, tf.Tensor> {
  const pieces = tf.split(
    flat,
    places.map(({ size }) => size),
  );
  return Object.fromEntries(places.map(({ name, shape }, i) => [name, tf.reshape(pieces[i]!, [...shape])]));
}

/** Tensors by name as one flat tensor. */
export const pack = ({ places }: Arena, tensors: Readonly<Record<string, tf.Tensor>>): tf.Tensor1D =>
  joined(places.map(({ name, size }) => tf.reshape(tensors[name]!, [size])));

/** Arrays by name as one flat array, new. */
export function packArrays(
  { places, size }: Arena,
  arrays: Readonly<Record<string, ArrayLike<number>>>,
): Float32Array {
  const flat = new Float32Array(size);
  for (const { name, start } of places) flat.set(arrays[name]!, start);
  return flat;
}

/** The arrays of an arena by name, views of the flat one. */
export const unpackArrays = ({ places }: Arena, flat: Float32Array): Record<string, Float32Array> =>
  Object.fromEntries(places.map(({ name, start, size }) => [name, flat.subarray(start, start + size)]));

/** Those of an arena's tensors that are named, one after the other: as few pieces as there are gaps. */
export function select({ places }: Arena, flat: tf.Tensor1D, names: ReadonlySet<string>): tf.Tensor1D {
  const runs: { start: number; end: number }[] = [];
  for (const { name, start, size } of places) {
    if (!names.has(name)) continue;
    const last = runs.at(-1);
    if (last?.end === start) last.end += size;
    else runs.push({ start, end: start + size });
  }
  return joined(runs.map(({ start, end }) => tf.slice(flat, [start], [end - start])));
}

export const joined = (parts: tf.Tensor1D[]): tf.Tensor1D =>
  parts.length === 1 ? parts[0]! : tf.concat(parts);
