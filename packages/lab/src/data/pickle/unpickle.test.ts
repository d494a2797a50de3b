import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesArray, integersArray } from "../numpy/npy.test.helper.js";
import { pickle, pickledCall } from "./pickle.test.helper.js";
import { haveNumpy, havePython, python } from "./python.test.helper.js";
import { unpickle } from "./unpickle.js";

const dict = {
  data: bytesArray([2, 3], Buffer.from([1, 2, 3, 4, 5, 6])),
  labels: [1, 300, -5, 70_000],
  mean: integersArray([1, 2]),
};

/** Python expressions, pickled in each protocol from 2 to 5. */
function dumped<Name extends string>(expressions: Record<Name, string>, before = ""): Record<Name, Buffer>[] {
  const values = Object.entries(expressions).map(([name, expression]) => `'${name}': ${expression}`);
  const output = python(`import json, pickle
${before}
values = {${values.join(", ")}}
print(json.dumps([{n: pickle.dumps(v, protocol=p).hex() for n, v in values.items()} for p in range(2, 6)]))`);
  const pickles = JSON.parse(output.toString()) as Record<Name, string>[];
  return pickles.map(
    (protocol) =>
      Object.fromEntries(
        Object.entries<string>(protocol).map(([name, hex]) => [name, Buffer.from(hex, "hex")]),
      ) as Record<Name, Buffer>,
  );
}

describe("unpickle", () => {
  it("reads dicts of arrays and lists", () => {
    expect(unpickle(pickle(dict))).toEqual(new Map(Object.entries(dict)));
  });

  it("copies no array", () => {
    const file = pickle(dict);
    const data = (unpickle(file) as Map<string, typeof dict.data>).get("data")!.data;
    expect(data.buffer).toBe(file.buffer);
  });

  it("refuses, by name, to call anything else", () => {
    const asked = [
      ["os", "system"],
      ["posix", "system"],
      ["builtins", "eval"],
      ["__builtin__", "__import__"],
      ["numpy", "load"],
      ["numpy.core.multiarray", "constructor"],
      ["constructor", "constructor"],
    ];
    for (const [module, name] of asked) {
      expect(() => unpickle(pickledCall(module!, name!, "echo"))).toThrow(
        `pickle: asks for ${module}.${name}, which no file of arrays needs; refused`,
      );
    }
  });

  it("refuses other opcodes by name", () => {
    const refuse = (letters: string, message: string): void => {
      expect(() => unpickle(Buffer.from(letters, "latin1"))).toThrow(message);
    };
    refuse("\u0080\u0002(dos\nsystem\n.", "the opcode DICT at byte 3 is not one of plain data; refused");
    refuse("\u0080\u0002(ios\nsystem\n.", "the opcode INST at byte 3");
    refuse("\u0080\u0002)\u0081.", "the opcode NEWOBJ at byte 3");
    refuse("\u0080\u0002\u00ff.", "the opcode 0xff at byte 2");
    refuse("(lp0\n.", "not a pickle of protocol 2 or later");
    refuse("\u0080\u0006N.", "pickle: protocol 6 is not read, only 2 to 5");
  });

  it("says what is wrong with a damaged file, whatever the damage", () => {
    const file = pickle(dict);
    const damages = fc.record({ at: fc.nat(file.length - 1), value: fc.nat(255), end: fc.nat(file.length) });
    fc.assert(
      fc.property(damages, ({ at, value, end }) => {
        const damaged = Buffer.from(file);
        damaged[at] = value;
        for (const wrong of [
          damaged,
          file.subarray(0, end),
          Buffer.concat([damaged.subarray(0, end), file]),
        ]) {
          try {
            unpickle(wrong);
          } catch (error) {
            // Never a mistake of our own, such as a TypeError.
            expect((error as Error).name).toBe("Error");
          }
        }
      }),
      { numRuns: 500 },
    );
    for (let end = 0; end < file.length; end++) expect(() => unpickle(file.subarray(0, end))).toThrow(Error);
  });

  it.skipIf(!havePython)("reads what Python writes, in every protocol (skipped without python3)", () => {
    const files = dumped({
      data: "{'a': [1, -2, 2**40, 300, 0.5, True, None], 'b': ('x', b'yz', {'ü': (1, 2, 3, 4)}), 'c': []}",
      // Twice the same object: the second time it is recalled. After many: its number takes four bytes.
      twice: "(lambda x: [[str(i) for i in range(999)], x, x])([7])",
      set: "set()",
      function: "print",
      complex: "1+2j",
      exception: "Exception('x')",
    });
    expect(files.length).toBe(4);
    for (const { data, twice, ...others } of files) {
      expect(unpickle(data)).toEqual(
        new Map<string, unknown>([
          ["a", [1, -2, 2 ** 40, 300, 0.5, true, null]],
          ["b", ["x", Buffer.from("yz"), new Map([["ü", [1, 2, 3, 4]]])]],
          ["c", []],
        ]),
      );
      expect((unpickle(twice) as unknown[]).slice(1)).toEqual([[7], [7]]);
      for (const other of Object.values(others)) expect(() => unpickle(other)).toThrow(/refused$/);
    }
  });

  it.skipIf(!haveNumpy)(
    "reads what NumPy writes, in every protocol (skipped without python3 and numpy)",
    () => {
      const files = dumped(
        {
          bytes: "np.arange(6, dtype='u1').reshape(2, 3)",
          integers: "np.arange(6, dtype='<i8').reshape(2, 3)",
          empty: "np.zeros(0)",
          transposed: "np.zeros((2, 3), order='F')",
          objects: "np.zeros(2, dtype='object')",
          texts: "np.zeros(2, dtype='U3')",
          records: "np.zeros(2, dtype=[('a', 'u1')])",
        },
        "import numpy as np",
      );
      expect(files.length).toBe(4);
      for (const { bytes, integers, empty, transposed, ...others } of files) {
        expect(unpickle(bytes)).toEqual(bytesArray([2, 3], Buffer.from([0, 1, 2, 3, 4, 5])));
        expect(unpickle(integers)).toEqual({ ...integersArray([0, 1, 2, 3, 4, 5]), shape: [2, 3] });
        expect(unpickle(empty)).toMatchObject({ dtype: "<f8", shape: [0] });
        expect(unpickle(transposed)).toMatchObject({ shape: [2, 3], fortranOrder: true });
        for (const other of Object.values(others)) expect(() => unpickle(other)).toThrow(Error);
      }
    },
  );
});
