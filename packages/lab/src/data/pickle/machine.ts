import type { ByteReader } from "./reader.js";
import { type Item, type PickleValue, textOf } from "./value.js";

/** The stack machine that a pickle is a program for. */
export interface Machine {
  reader: ByteReader;
  stack: Item[];
  /** The stacks beneath the open marks. */
  marked: Item[][];
  memo: Map<number, Item>;
}

/** The item on top, taken off. Here and below: @throws Error if the pickle is damaged. */
export function pop({ stack }: Machine): Item {
  const item = stack.pop();
  if (item === undefined) throw new Error("pickle: takes more from the stack than there is");
  return item;
}

/** What was put on the stack since the last mark. */
export function popMark(machine: Machine): Item[] {
  const items = machine.stack;
  const below = machine.marked.pop();
  if (below === undefined) throw new Error("pickle: takes more marks than there are");
  machine.stack = below;
  return items;
}

/** The `size` items on top, taken off. */
export function tuple(machine: Machine, size: number): Item {
  const items = Array.from({ length: size }, () => pop(machine)).reverse();
  return items as PickleValue[];
}

/** Appends to the list on top. */
export function append(machine: Machine, items: Item[]): void {
  const list = machine.stack.at(-1);
  if (!Array.isArray(list)) throw new Error("pickle: appends to what is no list");
  for (const item of items) list.push(item as PickleValue);
}

/** Puts keys and values, which alternate, into the dict on top. */
export function setItems(machine: Machine, items: Item[]): void {
  const dict = machine.stack.at(-1);
  if (!(dict instanceof Map) || items.length % 2 !== 0)
    throw new Error("pickle: sets items of what is no dict");
  for (let i = 0; i < items.length; i += 2) {
    // Python 2's keys are bytes.
    const key = items[i] instanceof Uint8Array ? textOf(items[i]) : items[i];
    dict.set(key as PickleValue, items[i + 1] as PickleValue);
  }
}

/** Remembers the item on top. */
export function remember(machine: Machine, index: number): void {
  const top = machine.stack.at(-1);
  if (top === undefined) throw new Error("pickle: remembers what is not there");
  machine.memo.set(index, top);
}

/** What was remembered. */
export function recall({ memo }: Machine, index: number): Item {
  const item = memo.get(index);
  if (item === undefined) throw new Error(`pickle: recalls item ${index}, which it never remembered`);
  return item;
}
