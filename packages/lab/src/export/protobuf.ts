/** Fields of Protocol Buffers' binary encoding, as far as event files need them; a message is its fields in a row. */

const wireTypes = { varint: 0, eightBytes: 1, lengthFirst: 2, fourBytes: 5 } as const;

/** An int64, an enum or a bool, >= 0. */
export function intField(field: number, value: number): Uint8Array {
  return joined(key(field, "varint"), varint(value));
}

/** A double: eight bytes, little end first. */
export function doubleField(field: number, value: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value, true);
  return joined(key(field, "eightBytes"), bytes);
}

/** A float: four bytes, little end first. */
export function floatField(field: number, value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return joined(key(field, "fourBytes"), bytes);
}

/** A string, in UTF-8. */
export function textField(field: number, text: string): Uint8Array {
  return messageField(field, new TextEncoder().encode(text));
}

/** A message within a message, or bytes. */
export function messageField(field: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return joined(key(field, "lengthFirst"), varint(length), ...parts);
}

/** Bytes one after the other. */
export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const key = (field: number, type: keyof typeof wireTypes) => varint(field * 8 + wireTypes[type]);

/** Seven bits a byte, the lowest first; the highest bit says that more follow. */
function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  return Uint8Array.of(...bytes, rest);
}
