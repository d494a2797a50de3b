import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encode } from "jpeg-js";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Split } from "../dataset.js";
import { encodeRgbPng } from "../images/png.test.helper.js";
import type { DataProgress } from "../progress.js";
import { loadFolder } from "./index.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lehr-folder-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

type Colour = readonly [number, number, number];

async function write(path: string, contents: Uint8Array | string): Promise<void> {
  await mkdir(join(folder, path, ".."), { recursive: true });
  await writeFile(join(folder, path), contents);
}

/** An image of one colour whose red grows by a step from column to column. */
function png(width: number, height: number, [red, green, blue]: Colour, step = 0): Buffer {
  const pixels = Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    const column = Math.floor(i / 3) % width;
    return [red + step * column, green, blue][i % 3]!;
  });
  return encodeRgbPng(width, height, pixels);
}

function jpeg(width: number, height: number, [red, green, blue]: Colour): Buffer {
  const data = Buffer.alloc(width * height * 4);
  for (let i = 0; i < data.length; i += 4) data.set([red, green, blue, 255], i);
  return encode({ width, height, data }, 100).data;
}

/** The first value of each channel of an image. */
function colourOf({ images, shape: [, rows, columns] }: Split, image: number): number[] {
  return [0, 1, 2].map((channel) => images[(image * 3 + channel) * rows * columns]!);
}

describe("loadFolder", () => {
  it("reads train and test, PNG and JPEG, in the size of the first image", async () => {
    await write("train/cat/1.png", png(4, 2, [10, 20, 30], 10));
    await write("train/cat/2.PNG", png(8, 4, [50, 60, 70]));
    await write("train/dog/a.jpeg", jpeg(8, 8, [200, 100, 50]));
    await write("train/dog/notes.txt", "not an image");
    await write("test/dog/b.jpg", jpeg(4, 2, [0, 0, 0]));
    const dataset = await loadFolder(folder);
    const { train, test } = dataset;
    expect(dataset.name).toBe(`folder:${folder}`);
    expect(dataset.classes).toEqual(["cat", "dog"]);
    expect(dataset.shape).toEqual([3, 2, 4]);
    expect([train.size, test.size, [...train.labels], [...test.labels]]).toEqual([3, 1, [0, 0, 1], [1]]);
    const first = [10, 20, 30, 40, 10, 20, 30, 40, ...Array(8).fill(20), ...Array(8).fill(30)];
    expect([...train.images.subarray(0, 24)]).toEqual(first);
    expect(colourOf(train, 1)).toEqual([50, 60, 70]);
    colourOf(train, 2).forEach((value, channel) => {
      expect(Math.abs(value - [200, 100, 50][channel]!)).toBeLessThan(4);
    });
    expect(dataset.augmentation).toEqual({ flipProbability: 0.5, padding: 0 });
    expect(dataset.normalization.mean[1]).toBeCloseTo((20 + 60 + colourOf(train, 2)[1]!) / 3, 6);
  });

  it("holds a fifth of each class out where there are no test images", async () => {
    for (let i = 0; i < 10; i++) {
      await write(`a/${i}.png`, png(1, 1, [i, 0, 0]));
      if (i < 5) await write(`b/${i}.png`, png(1, 1, [i, 0, 1]));
    }
    const { train, test } = await loadFolder(folder);
    expect([...train.labels]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1]);
    expect([...test.labels]).toEqual([0, 0, 1]);
    const all = [train, test].flatMap((split) =>
      Array.from({ length: split.size }, (_, i) => colourOf(split, i).join()),
    );
    expect(new Set(all).size).toBe(15);
    expect((await loadFolder(folder)).test).toEqual(test);
  });

  it("brings images to a given size", async () => {
    for (let i = 0; i < 3; i++) {
      await write(`a/${i}.png`, png(32, 4, [0, 0, 0], 2));
      await write(`b/${i}.png`, png(64, 64, [9, 8, 7]));
    }
    const { shape, train, augmentation, name } = await loadFolder(folder, { size: 16 });
    expect([name, shape]).toEqual([`folder:${folder}@16`, [3, 16, 16]]);
    expect([...train.images.subarray(0, 16)]).toEqual(Array.from({ length: 16 }, (_, i) => 4 * i + 1));
    expect(colourOf(train, 3)).toEqual([9, 8, 7]);
    expect(augmentation).toEqual({ flipProbability: 0.5, padding: 2 });
    await expect(loadFolder(folder, { size: 0 })).rejects.toThrow(
      "the size of images must be a whole number of at least 1 pixel; got 0",
    );
    await expect(loadFolder(folder, { size: 20_000 })).rejects.toThrow(
      "6 images of 20000 x 20000 pixels take 7.2 GB",
    );
  });

  it("tells how far it is, and stops when aborted", async () => {
    for (const name of ["a/1", "a/2", "a/3", "b/1", "b/2", "b/3"])
      await write(`${name}.png`, png(1, 1, [1, 2, 3]));
    const progress: DataProgress[] = [];
    await loadFolder(folder, { onProgress: (step) => progress.push(step) });
    expect(progress).toEqual(
      [0, 1, 2, 3, 4, 5, 6].map((done) => ({ title: folder, stage: "read", done, total: 6 })),
    );
    const signal = AbortSignal.abort(new Error("stopped"));
    await expect(loadFolder(folder, { signal })).rejects.toThrow("stopped");
  });

  it("names what is not right", async () => {
    const refused = (message: string): Promise<void> => expect(loadFolder(folder)).rejects.toThrow(message);
    const layout = "images lie in <folder>/<class>, or in <folder>/train/<class> and <folder>/test/<class>";
    await refused(`${folder} must hold a folder of images for each of at least 2 classes; ${layout}`);
    await write("train/a/1.png", png(1, 1, [1, 2, 3]));
    await write("train/b/1.png", png(1, 1, [1, 2, 3]));
    await refused(`${folder} must hold a folder of images for each of at least 2 classes`);
    await write("test/c/1.png", png(1, 1, [1, 2, 3]));
    await refused(`${join(folder, "test/c")}: there are no training images of this class, only of a, b`);
    await rm(join(folder, "test"), { recursive: true });
    await write("test/a/1.png", png(1, 1, [1, 2, 3]).subarray(0, 50));
    await refused(`${join(folder, "test/a/1.png")}: cannot decode the PNG file: `);
    await write("test/a/1.png", "text");
    await refused(`${join(folder, "test/a/1.png")}: cannot decode the JPEG file: `);
    await write("test/a/2.webp", "");
    await refused(`${join(folder, "test/a/2.webp")}: only PNG and JPEG images are read`);
    await rm(join(folder, "test/a"), { recursive: true });
    await mkdir(join(folder, "test/a"));
    await refused(`${join(folder, "test/a")} holds no .png or .jpg images; ${layout}`);
    await expect(loadFolder(join(folder, "train"))).rejects.toThrow("has too few images to hold a fifth");
    await expect(loadFolder(join(folder, "nowhere"))).rejects.toThrow("nowhere: there is no such folder");
  });
});
