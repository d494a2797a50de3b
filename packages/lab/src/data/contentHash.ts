import { createHash } from "node:crypto";
import type { Dataset } from "./dataset.js";

/** So many bytes are hashed at once; Node takes fewer than 2^31. */
const chunk = 2 ** 28;

type Values = Uint8Array | Uint16Array | Int32Array | Float32Array;

/**
 * SHA-256, in hexadecimal, of some arrays, in this order: of what is said about each, of the kind of its numbers and of
 * their bytes as they lie in memory.
 */
export function contentHash(arrays: Iterable<readonly [about: unknown, values: Values]>): string {
  const hash = createHash("sha256");
  for (const [about, values] of arrays) {
    hash.update(JSON.stringify([about, values.constructor.name, values.length]));
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    for (let at = 0; at < bytes.length; at += chunk) hash.update(bytes.subarray(at, at + chunk));
  }
  return hash.digest("hex");
}

/**
 * The hash of what a dataset holds, wherever and in whatever files it lies: classes, shape, and of training and test
 * images, in their order, values and labels. About a second for a gigabyte.
 */
export function datasetHash({ classes, shape, train, test }: Omit<Dataset, "hash">): string {
  return contentHash([
    [{ classes, shape }, train.images],
    ["train", train.labels],
    ["test", test.images],
    ["test", test.labels],
  ]);
}
