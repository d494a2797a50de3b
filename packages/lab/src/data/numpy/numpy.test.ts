import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { haveNumpy, python } from "../pickle/python.test.helper.js";
import { integersOf } from "./array.js";
import { readNpy } from "./npy.js";
import { bytesArray, integersArray, npy, npz } from "./npy.test.helper.js";
import { readNpz, sizeInNpz } from "./npz.js";

describe("readNpy", () => {
  it("reads back arrays", () => {
    const shapes = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 3 });
    fc.assert(
      fc.property(shapes, (shape) => {
        const data = Buffer.alloc(
          shape.reduce((product, size) => product * size, 1),
          7,
        );
        expect(readNpy(npy(bytesArray(shape, data)))).toEqual(bytesArray(shape, data));
      }),
    );
  });

  it("refuses what it cannot read", () => {
    const file = npy(bytesArray([3], Buffer.alloc(3)));
    expect(() => readNpy(Buffer.from("<html>"))).toThrow("not a .npy file");
    expect(() => readNpy(file.subarray(0, 40))).toThrow(".npy: cannot read the header");
    expect(() => readNpy(file.subarray(0, -1))).toThrow(
      "an array of shape (3) and type |u1 takes 3 bytes, found 2",
    );
    const objects = npy({ dtype: "|O", shape: [0], data: Buffer.alloc(0), fortranOrder: false });
    expect(() => readNpy(objects)).toThrow("arrays of type |O are not read, only plain numbers");
  });
});

describe("integersOf", () => {
  it("reads integers of any size", () => {
    const values = fc.array(fc.maxSafeInteger());
    fc.assert(
      fc.property(values, (integers) => {
        expect(integersOf(integersArray(integers))).toEqual(integers);
      }),
    );
    const data = Buffer.from([255, 254, 0, 1]);
    const read = (dtype: string): number[] => integersOf({ ...bytesArray([4], data), dtype });
    expect(read("|u1")).toEqual([255, 254, 0, 1]);
    expect(read("|i1")).toEqual([-1, -2, 0, 1]);
    expect(read(">u2")).toEqual([65534, 1]);
    expect(read("<i2")).toEqual([-257, 256]);
    expect(read(">i4")).toEqual([-131071]);
    expect(() => read("<f4")).toThrow("expected integers, found an array of type <f4");
  });

  it("refuses integers that are not exact", () => {
    const data = new Uint8Array(BigInt64Array.of(2n ** 60n).buffer);
    expect(() => integersOf({ dtype: "<i8", shape: [1], data, fortranOrder: false })).toThrow("below 2^53");
  });
});

describe("readNpz", () => {
  const arrays = { data: bytesArray([2, 3], Buffer.from([1, 2, 3, 4, 5, 6])), mean: integersArray([1]) };

  it.each([true, false])("reads the arrays asked for (compressed: %s)", (compressed) => {
    const file = npz(arrays, compressed);
    expect([...readNpz(file, ["data", "labels"])]).toEqual([["data", arrays.data]]);
    expect(sizeInNpz(file, "data")).toBe(npy(arrays.data).length);
    expect(sizeInNpz(file, "labels")).toBe(0);
  });

  it("refuses what is no zip file", () => {
    expect(() => readNpz(Buffer.from("<html>"), ["data"])).toThrow(/^not a .npz file, or damaged: /);
  });

  it.skipIf(!haveNumpy)("reads what NumPy writes (skipped without python3 and numpy)", () => {
    for (const save of ["savez", "savez_compressed"]) {
      const file = python(
        `import io, sys, numpy as np
file = io.BytesIO()
np.${save}(file, data=np.arange(6, dtype=np.uint8).reshape(2, 3), labels=[5, 1000], mean=np.zeros(6))
sys.stdout.buffer.write(file.getvalue())`,
      );
      const read = readNpz(file, ["data", "labels"]);
      expect(read.get("data")).toEqual(bytesArray([2, 3], Uint8Array.of(0, 1, 2, 3, 4, 5)));
      expect(integersOf(read.get("labels")!)).toEqual([5, 1000]);
      expect(read.size).toBe(2);
      expect(sizeInNpz(file, "data")).toBe(128 + 6);
    }
  });
});
