import type { Integrity } from "../integrity.js";

/** The names of the classes, by label. */
export const cifar10Classes = [
  "airplane",
  "automobile",
  "bird",
  "cat",
  "deer",
  "dog",
  "frog",
  "horse",
  "ship",
  "truck",
] as const;

/** Channels, rows, columns. */
export const cifar10Shape = [3, 32, 32] as const;

/** Bytes of one image: 1,024 red, 1,024 green and 1,024 blue values, each row by row. */
export const imageBytes = 3 * 32 * 32;

/** Bytes of one record: the label, then the image. */
export const recordBytes = 1 + imageBytes;

/** The training images come in five files, the test images in a sixth of the same size. */
export const batchFiles = 6;

/**
 * The 60,000 records of CIFAR-10 in one file: `data_batch_1.bin` ... `data_batch_5.bin` and `test_batch.bin` of
 * the official binary version, one after the other.
 */
export const cifar10Records = {
  title: "CIFAR-10",
  name: "cifar-10.bin",
  bytes: 60_000 * recordBytes,
  // sha256 013ba16d14ecc4829da62bf2af648ca30f600491ecb3e7f329c827db0dd17522
  integrity: "sha256-ATuhbRTsxIKdpivyr2SMow9gBJHss+fzKcgn2w3RdSI=",
} as const satisfies { title: string; name: string; bytes: number; integrity: Integrity };
