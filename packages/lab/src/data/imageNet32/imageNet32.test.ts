import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { bytesArray, integersArray, npz } from "../numpy/npy.test.helper.js";
import { pickle } from "../pickle/pickle.test.helper.js";
import type { DataProgress } from "../progress.js";
import { loadImageNet32 } from "./index.js";
import { imageBytes } from "./layout.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lehr-imagenet32-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Images filled with a byte each, that of their label. */
function images(labels: readonly number[]): Uint8Array {
  const data = Buffer.alloc(labels.length * imageBytes);
  labels.forEach((label, i) => {
    data.fill(label % 256, i * imageBytes, (i + 1) * imageBytes);
  });
  return data;
}

type Form = "pickle" | "npz" | "npz, compressed";

async function writeBatch(name: string, labels: readonly number[], form: Form, into = folder): Promise<void> {
  await mkdir(into, { recursive: true });
  const data = bytesArray([labels.length, imageBytes], images(labels));
  const mean = bytesArray([1], new Uint8Array(1));
  if (form === "pickle") await writeFile(join(into, name), pickle({ data, labels, mean }));
  else {
    const file = npz({ data, labels: integersArray(labels), mean }, form !== "npz");
    await writeFile(join(into, `${name}.npz`), file);
  }
}

/** Batch i holds i images, of the classes 100 i, 100 i - 1 ...; the validation images are of classes 1 and 1000. */
const labelsOf = (batch: number): number[] => Array.from({ length: batch }, (_, i) => 100 * batch - i);
const batches = Array.from({ length: 10 }, (_, i) => i + 1);

async function writeAll(form: Form, train = folder, test = folder): Promise<void> {
  for (const batch of batches) await writeBatch(`train_data_batch_${batch}`, labelsOf(batch), form, train);
  await writeBatch("val_data", [1, 1000], form, test);
}

async function expectAll(): Promise<void> {
  const dataset = await loadImageNet32(folder);
  const expected = batches.flatMap(labelsOf);
  expect(dataset.train.size).toBe(55);
  expect([...dataset.train.labels]).toEqual(expected.map((label) => label - 1));
  expect(Buffer.from(dataset.train.images).equals(images(expected))).toBe(true);
  expect([...dataset.test.labels]).toEqual([0, 999]);
  expect(Buffer.from(dataset.test.images).equals(images([1, 1000]))).toBe(true);
  expect(dataset.shape).toEqual([3, 32, 32]);
  expect(dataset.normalization).toEqual({ mean: [122.7, 116.65, 104], std: [255, 255, 255] });
  expect([dataset.classes[0], dataset.classes.at(-1), dataset.classes.length]).toEqual([
    "class 1",
    "class 1000",
    1000,
  ]);
}

describe("loadImageNet32", () => {
  it.each(["pickle", "npz", "npz, compressed"] as const)("reads files of the form %s", async (form) => {
    await writeAll(form);
    await expectAll();
  });

  it("reads files in subfolders", async () => {
    await writeAll("npz", join(folder, "Imagenet32_train_npz"), join(folder, "Imagenet32_val_npz"));
    await expectAll();
  });

  it("names classes as map_clsloc.txt does", async () => {
    await writeAll("pickle");
    const line = (_: unknown, i: number) => `n${String(i).padStart(8, "0")} ${i + 1} kit_fox_${i}`;
    const lines = Array.from({ length: 1000 }, line).reverse();
    await writeFile(join(folder, "map_clsloc.txt"), `${lines.join("\n")}\n`);
    const { classes } = await loadImageNet32(folder);
    expect([classes[0], classes[999]]).toEqual(["kit fox 0", "kit fox 999"]);
    await writeFile(join(folder, "map_clsloc.txt"), `${[lines[0], lines[0]].join("\n")}\n`);
    await expect(loadImageNet32(folder)).rejects.toThrow(
      `map_clsloc.txt, line 2: expected an identifier, a new label and a name, found "${lines[0]}"`,
    );
  });

  it("tells how far it is, and stops when aborted", async () => {
    await writeAll("pickle");
    const progress: DataProgress[] = [];
    await loadImageNet32(folder, { onProgress: (step) => progress.push(step) });
    expect(progress).toEqual(
      Array.from({ length: 12 }, (_, done) => ({ title: "ImageNet32x32", stage: "read", done, total: 11 })),
    );
    const stop = new AbortController();
    const onProgress = (): void => stop.abort(new Error("stopped"));
    await expect(loadImageNet32(folder, { signal: stop.signal, onProgress })).rejects.toThrow("stopped");
  });

  it("says which files are missing", async () => {
    await writeAll("npz");
    await rm(join(folder, "train_data_batch_3.npz"));
    await rm(join(folder, "val_data.npz"));
    await expect(loadImageNet32(folder)).rejects.toThrow(
      `${folder} does not hold ImageNet32x32: train_data_batch_3, val_data missing, with or without the ending .npz`,
    );
    await expect(loadImageNet32(join(folder, "nowhere"))).rejects.toThrow(
      /^cannot read .*nowhere: there is no such folder$/,
    );
  });

  it("names a file that is not right", async () => {
    await writeAll("pickle");
    const path = join(folder, "train_data_batch_2");
    const refuse = async (contents: Buffer, message: string): Promise<void> => {
      await writeFile(path, contents);
      await expect(loadImageNet32(folder)).rejects.toThrow(`${path}: ${message}`);
    };
    const data = bytesArray([1, imageBytes], new Uint8Array(imageBytes));
    await refuse(Buffer.from("<html>"), "not a pickle of protocol 2 or later");
    await refuse(pickle({ data }), "expected a list of labels");
    await refuse(pickle({ data, labels: [1, 2] }), "1 images, but 2 labels");
    await refuse(pickle({ data, labels: [0] }), "expected labels from 1 to 1000, found 0 for image 1");
    const smaller = bytesArray([1, 768], new Uint8Array(768));
    await refuse(
      pickle({ data: smaller, labels: [1] }),
      "expected data of type |u1 and shape (images, 3072), found |u1 and (1, 768)",
    );
  });
});
