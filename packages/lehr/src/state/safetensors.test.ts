import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readSafetensors, writeSafetensors } from "../index.js";

const float32 = fc.float32Array({ maxLength: 9 });
const float64 = fc.float64Array({ maxLength: 9 });

const bits = (array: Float32Array | Float64Array) => [
  ...new Uint8Array(array.buffer, array.byteOffset, array.byteLength),
];

describe("safetensors", () => {
  it("gives back every bit, name, shape and text", () => {
    const texts = fc.dictionary(fc.string(), fc.string());
    const names = fc.string().filter((name) => name !== "__metadata__");
    fc.assert(
      fc.property(fc.dictionary(names, fc.oneof(float32, float64)), texts, (arrays, metadata) => {
        const tensors = Object.fromEntries(
          Object.entries(arrays).map(([name, array]) => [name, { shape: [1, array.length], array }]),
        );
        const read = readSafetensors(writeSafetensors({ tensors, metadata }));
        expect(read.metadata).toEqual(metadata);
        expect(Object.keys(read.tensors).sort()).toEqual(Object.keys(arrays).sort());
        for (const [name, array] of Object.entries(arrays)) {
          const { shape, array: back } = read.tensors[name]!;
          expect(shape).toEqual([1, array.length]);
          expect(back.constructor).toBe(array.constructor);
          expect(bits(back)).toEqual(bits(array));
        }
      }),
    );
  });

  it("reads the bytes of a file as Node gives them, into arrays of their own", () => {
    const w = { shape: [2], array: Float32Array.of(1, 2) };
    const v = { shape: [3], array: Float32Array.of(3, 4, 5) };
    const file = Buffer.from(writeSafetensors({ tensors: { w, v }, metadata: {} }));
    const { tensors } = readSafetensors(file);
    expect(tensors).toEqual({ w, v });
    file.fill(0);
    expect(tensors).toEqual({ w, v });
  });

  it("is laid out as the format says: length, padded header, bytes without gaps, wide types aligned", () => {
    const bytes = writeSafetensors({
      tensors: {
        w: { shape: [2, 1], array: Float32Array.of(1.5, -2) },
        é: { shape: [1], array: Float64Array.of(0.1) },
      },
      metadata: { made: "here" },
    });
    const headerLength = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    expect(headerLength % 8).toBe(0);
    expect(JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + headerLength)))).toEqual({
      __metadata__: { made: "here" },
      é: { dtype: "F64", shape: [1], data_offsets: [0, 8] },
      w: { dtype: "F32", shape: [2, 1], data_offsets: [8, 16] },
    });
    expect(bytes.length).toBe(8 + headerLength + 16);
  });

  it("reads what the Python package wrote", () => {
    const base64 =
      "yAAAAAAAAAB7Il9fbWV0YWRhdGFfXyI6eyJhIjoiw6kifSwiZW1wdHkiOnsiZHR5cGUiOiJGNjQiLCJzaGFwZSI6WzAsM10sImRhdGFfb2Zmc2V0" +
      "cyI6WzAsMF19LCJ5Ijp7ImR0eXBlIjoiRjY0Iiwic2hhcGUiOlsyXSwiZGF0YV9vZmZzZXRzIjpbMCwxNl19LCJ4Ijp7ImR0eXBlIjoiRjMyIiwi" +
      "c2hhcGUiOlsyLDNdLCJkYXRhX29mZnNldHMiOlsxNiw0MF19fSAgIJqZmZmZmbk/AAAAAAAA8H8AAAAAAACAPwAAAEAAAEBAAACAQAAAoEA=";
    expect(readSafetensors(new Uint8Array(Buffer.from(base64, "base64")))).toEqual({
      metadata: { a: "é" },
      tensors: {
        x: { shape: [2, 3], array: Float32Array.of(0, 1, 2, 3, 4, 5) },
        y: { shape: [2], array: Float64Array.of(0.1, Infinity) },
        empty: { shape: [0, 3], array: new Float64Array() },
      },
    });
  });

  it("reads from the middle of a larger buffer", () => {
    const bytes = writeSafetensors({
      tensors: { w: { shape: [1], array: Float64Array.of(7) } },
      metadata: {},
    });
    const larger = new Uint8Array(bytes.length + 3);
    larger.set(bytes, 3);
    expect(readSafetensors(larger.subarray(3)).tensors.w!.array[0]).toBe(7);
  });

  const file = (header: unknown, data = 0) => {
    const json = new TextEncoder().encode(typeof header === "string" ? header : JSON.stringify(header));
    const bytes = new Uint8Array(8 + json.length + data);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
    bytes.set(json, 8);
    return bytes;
  };
  it.each([
    ["too short", new Uint8Array(4), "is only 4 bytes long"],
    ["cut off", file({}).subarray(0, 9), "has a header of 2 bytes in 9"],
    ["not JSON", file("{nonsense"), "has a header that is not JSON"],
    ["not an object", file("[1]"), "has a header that is not an object"],
    ["half floats", file({ w: { dtype: "F16", shape: [1], data_offsets: [0, 2] } }, 2), 'has "w" as "F16"'],
    ["no shape", file({ w: { dtype: "F32", data_offsets: [0, 4] } }, 4), 'does not say what shape "w" has'],
    ["too few bytes", file({ w: { dtype: "F32", shape: [2], data_offsets: [0, 8] } }, 4), "which do not fit"],
    ["wrong size", file({ w: { dtype: "F32", shape: [2], data_offsets: [0, 4] } }, 8), "which do not fit"],
  ])("refuses a file that is wrong: %s", (_, bytes, message) => {
    expect(() => readSafetensors(bytes)).toThrow(message);
  });

  it("reads a file without metadata, and refuses what is no file", () => {
    expect(readSafetensors(file({ __metadata__: null }))).toEqual({ tensors: {}, metadata: {} });
    for (const metadata of ["text", [1], 3]) {
      expect(() => readSafetensors(file({ __metadata__: metadata }))).toThrow(
        "readSafetensors: this file has metadata that is not an object",
      );
    }
    for (const wrong of [
      undefined,
      null,
      "text",
      [1],
      new Float32Array(3),
      new DataView(new ArrayBuffer(8)),
    ]) {
      expect(() => readSafetensors(wrong as never)).toThrow(
        "readSafetensors: bytes must be a Uint8Array or an ArrayBuffer, got",
      );
    }
  });

  it("refuses to write a tensor by the name of the metadata", () => {
    const tensors = { __metadata__: { shape: [1], array: new Float32Array(1) } };
    expect(() => writeSafetensors({ tensors, metadata: {} })).toThrow("no tensor may be called");
  });
});
