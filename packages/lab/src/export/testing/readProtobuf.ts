/** A message's fields by number, each as often as it occurs; what a field means only its reader knows. */
export type Message = Map<number, (number | Uint8Array)[]>;

/** Reads Protocol Buffers' binary encoding. Fixed-width fields are read as floating-point numbers. */
export function readProtobuf(bytes: Uint8Array): Message {
  const message: Message = new Map();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = view.getUint8(at++);
      value |= BigInt(byte & 0x7f) << shift;
      if ((byte & 0x80) === 0) return Number(value);
    }
  };
  const next = (length: number) => {
    if (at + length > bytes.length) throw new Error(`${length} bytes at byte ${at} of ${bytes.length}`);
    at += length;
    return at - length;
  };
  const read = (type: number): number | Uint8Array => {
    if (type === 0) return varint();
    if (type === 1) return view.getFloat64(next(8), true);
    if (type === 5) return view.getFloat32(next(4), true);
    if (type !== 2) throw new Error(`wire type ${type} at byte ${at}`);
    const length = varint();
    const start = next(length);
    return bytes.subarray(start, start + length);
  };
  while (at < bytes.length) {
    const key = varint();
    const values = message.get(key >>> 3) ?? [];
    values.push(read(key & 7));
    message.set(key >>> 3, values);
  }
  return message;
}

export function messages(message: Message, field: number): Message[] {
  return (message.get(field) ?? []).map((bytes) => readProtobuf(bytes as Uint8Array));
}

export function text(message: Message, field: number): string | undefined {
  const bytes = message.get(field)?.[0];
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes as Uint8Array);
}

export function numeric(message: Message, field: number): number | undefined {
  return message.get(field)?.[0] as number | undefined;
}
