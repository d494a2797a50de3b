import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cacheDirectory } from "../cache.js";
import type { Split } from "../dataset.js";
import { showDataProgress } from "../showProgress.js";
import { loadMnist } from "./index.js";
import { imageBytes, mnistRecords, recordBytes } from "./layout.js";
import { placePackageFile } from "./npmPackage.js";

function idx(dimensions: number[], data: Uint8Array): Buffer {
  const header = Buffer.alloc(4 + 4 * dimensions.length);
  header.set([0, 0, 8, dimensions.length]);
  dimensions.forEach((size, i) => {
    header.writeUInt32BE(size, 4 + 4 * i);
  });
  return Buffer.concat([header, data]);
}

describe("placePackageFile", () => {
  // Twelve images to train on, two to test on.
  const images = randomBytes(14 * imageBytes);
  const labels = Buffer.from([5, 0, 4, 1, 9, 2, 1, 3, 1, 4, 3, 5, 7, 2]);

  it("puts every image behind its label", () => {
    const records = Buffer.alloc(14 * recordBytes);
    const files: [string, Buffer][] = [
      ["t10k-images-idx3-ubyte", idx([2, 28, 28], images.subarray(12 * imageBytes))],
      ["t10k-labels-idx1-ubyte", idx([2], labels.subarray(12))],
      ["train-images-idx3-ubyte", idx([12, 28, 28], images.subarray(0, 12 * imageBytes))],
      ["train-labels-idx1-ubyte", idx([12], labels.subarray(0, 12))],
    ];
    for (const [name, contents] of files) expect(placePackageFile(`p/${name}`, contents, records)).toBe(true);
    expect(placePackageFile("p/index.js", Buffer.from("x"), records)).toBe(false);
    labels.forEach((label, i) => {
      const record = records.subarray(i * recordBytes, (i + 1) * recordBytes);
      expect(record[0]).toBe(label);
      expect(record.subarray(1).equals(images.subarray(i * imageBytes, (i + 1) * imageBytes))).toBe(true);
    });
  });

  it("refuses damaged files", () => {
    const refuse = (contents: Buffer, message: string): void => {
      const records = Buffer.alloc(14 * recordBytes);
      expect(() => placePackageFile("p/t10k-labels-idx1-ubyte", contents, records)).toThrow(message);
    };
    refuse(Buffer.from("<html>"), "p/t10k-labels-idx1-ubyte: not an idx file of bytes");
    refuse(Buffer.alloc(0), "p/t10k-labels-idx1-ubyte: not an idx file of bytes");
    refuse(idx([2], Buffer.alloc(1)), "p/t10k-labels-idx1-ubyte: expected 2 bytes of data, found 1");
    refuse(idx([3], Buffer.alloc(3)), "p/t10k-labels-idx1-ubyte: expected 2 values, found 3");
  });
});

async function expectMnist(directory: string): Promise<void> {
  const { train, test, shape, augmentation } = await loadMnist({ directory, onProgress: showDataProgress() });
  expect([train.size, test.size, shape, augmentation]).toEqual([60_000, 10_000, [1, 28, 28], null]);
  const counts = ({ labels }: Split): number[] =>
    Array.from({ length: 10 }, (_, label) => labels.filter((other) => other === label).length);
  expect(counts(train)).toEqual([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);
  expect(counts(test)).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
  expect([...train.labels.subarray(0, 10)]).toEqual([5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
  expect([...test.labels.subarray(0, 10)]).toEqual([7, 2, 1, 0, 4, 1, 4, 9, 5, 9]);
  expect(await readdir(directory)).toContain(mnistRecords.name);
}

const mayDownload = process.env.LEHR_TEST_DOWNLOAD === "1";

it.skipIf(!existsSync(join(cacheDirectory(), mnistRecords.name)) && !mayDownload)(
  "has MNIST's own counts (skipped unless it is in the cache or LEHR_TEST_DOWNLOAD=1)",
  () => expectMnist(cacheDirectory()),
);

it.skipIf(!mayDownload)(
  "downloads and unpacks from scratch (skipped unless LEHR_TEST_DOWNLOAD=1)",
  async () => {
    const directory = await mkdtemp(join(tmpdir(), "lehr-mnist-"));
    try {
      await expectMnist(directory);
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  },
);
