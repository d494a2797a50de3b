import * as tf from "@tensorflow/tfjs-core";
import type { Coordinate, UpdatePart } from "lehr";
import { type Arena, arenaOf, joined, type Place, select } from "./arena.js";
import { tensors } from "./tensors.js";

/** The parameters of one part of an update: flat tensors, one after the other, in the arena's order. */
export interface FlatPart {
  readonly part: UpdatePart;
  readonly names: ReadonlySet<string>;
  readonly arena: Arena;
}

export const flatParts = (parts: readonly UpdatePart[], all: Arena): FlatPart[] =>
  parts.map((part) => {
    const names = new Set(part.parameters);
    return { part, names, arena: arenaOf(all.places.filter(({ name }) => names.has(name))) };
  });

/** The name under which a slot of a part goes in and out of an update. */
export const slotOf = (part: number, slot: string): string => `slot/${part}/${slot}`;

/** The scalars of all parts, as an update is fed them. */
export const scalarsOf = (parts: readonly UpdatePart[]): Float32Array =>
  Float32Array.from(parts.flatMap(({ rule, scalars }) => rule.scalarNames.map((name) => scalars[name]!)));

/** What the sums of all tensors make, as an update is fed it; `sums` are as `sumsFunction` gives them. */
export function derivedOf(parts: readonly FlatPart[], sums: Float32Array): Float32Array {
  let next = 0;
  const derived = parts.flatMap(({ part: { rule, scalars }, arena }) => {
    if (rule.sums === undefined) return [];
    const { names, scalarNames, scalars: derive } = rule.sums;
    return arena.places.flatMap(() => {
      const made = derive(Object.fromEntries(names.map((name) => [name, sums[next++]!])), scalars);
      return scalarNames.map((name) => made[name]!);
    });
  });
  return Float32Array.from(derived);
}

/** What an update reads, by name. */
interface Inputs {
  readonly params: tf.Tensor1D;
  readonly gradients: tf.Tensor1D;
  readonly scalars: tf.Tensor1D;
  /** There where a rule has sums. */
  readonly derived?: tf.Tensor1D;
}

const element = (vector: tf.Tensor1D, index: number): tf.Tensor1D => tf.slice(vector, [index], [1]);

/** One coordinate of each part, which stands for all of them. */
function coordinates(parts: readonly FlatPart[], all: Arena, inputs: Inputs): Coordinate<tf.Tensor>[] {
  const slots = inputs as unknown as Readonly<Record<string, tf.Tensor>>;
  let scalar = 0;
  return parts.map(({ part: { rule }, names }, p) => ({
    weight: select(all, inputs.params, names),
    gradient: select(all, inputs.gradients, names),
    slots: Object.fromEntries(rule.slots.map((slot) => [slot, slots[slotOf(p, slot)]!])),
    scalars: Object.fromEntries(rule.scalarNames.map((name) => [name, element(inputs.scalars, scalar++)])),
  }));
}

/** The sums of every tensor of every part whose rule has sums, in one vector. */
export const sumsFunction = (parts: readonly FlatPart[], all: Arena) => (inputs: Inputs) => {
  const made = coordinates(parts, all, inputs).flatMap((coordinate, p) => {
    const { part, arena } = parts[p]!;
    const { sums } = part.rule;
    if (sums === undefined) return [];
    const terms = sums.terms(tensors, coordinate);
    return arena.places.flatMap(({ start, size }) =>
      sums.names.map((name) => {
        const flat = tf.broadcastTo(terms[name]!, [arena.size]);
        return tf.reshape(tf.sum(tf.slice(flat, [start], [size])), [1]) as tf.Tensor1D;
      }),
    );
  });
  return { sums: joined(made) };
};

/** Scalars that differ from tensor to tensor, spread over the coordinates they are for. */
function spread(places: readonly Place[], vector: tf.Tensor1D, first: number, stride: number): tf.Tensor1D {
  return joined(
    places.map(({ size }, i) => tf.broadcastTo(element(vector, first + stride * i), [size]) as tf.Tensor1D),
  );
}

/** One update of all parts: parameters and slots after it. */
export const updateFunction = (parts: readonly FlatPart[], all: Arena) => (inputs: Inputs) => {
  const after: Record<string, tf.Tensor> = {};
  const stepped = new Map<string, tf.Tensor1D>();
  let derived = 0;
  for (const [p, coordinate] of coordinates(parts, all, inputs).entries()) {
    const { part, arena } = parts[p]!;
    const { rule } = part;
    const names = rule.sums?.scalarNames ?? [];
    const own = names.map((name, i) => [
      name,
      spread(arena.places, inputs.derived!, derived + i, names.length),
    ]);
    derived += names.length * arena.places.length;
    const scalars = { ...coordinate.scalars, ...Object.fromEntries(own) };
    const { delta, slots } = rule.update(tensors, { ...coordinate, scalars });
    const weights = tf.sub(coordinate.weight, delta) as tf.Tensor1D;
    for (const slot of rule.slots) after[slotOf(p, slot)] = tf.broadcastTo(slots[slot]!, [arena.size]);
    for (const { name, start, size } of arena.places)
      stepped.set(name, parts.length === 1 ? weights : tf.slice(weights, [start], [size]));
  }
  const first = stepped.values().next().value!;
  after.params = parts.length === 1 ? first : joined(all.places.map(({ name }) => stepped.get(name)!));
  return after;
};
