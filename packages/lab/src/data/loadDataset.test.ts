import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { haveCifar10 } from "../testing/haveCifar10.js";
import { UsageError } from "../usageError.js";
import { encodeRgbPng } from "./images/png.test.helper.js";
import { checkDatasetName, loadDataset } from "./index.js";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "lehr-dataset-"));
  await writeFile(join(directory, "table.csv"), "a,label,split\n1,x,train\n2,y,train\n3,x,test\n");
  for (const name of ["cat", "dog"]) {
    await mkdir(join(directory, "images@2", name), { recursive: true });
    for (const image of ["1.png", "2.png", "3.png"])
      await writeFile(join(directory, "images@2", name, image), encodeRgbPng(3, 5, new Uint8Array(45)));
  }
});
afterAll(() => rm(directory, { recursive: true, force: true }));

describe("loadDataset", () => {
  it("loads what a name says, under this name", async () => {
    const csv = `csv:${join(directory, "table.csv")}`;
    expect(await loadDataset(csv)).toMatchObject({ name: csv, classes: ["x", "y"], augmentation: null });
    const folder = `folder:${directory}/./images@2/`;
    expect(await loadDataset(folder)).toMatchObject({ name: folder, shape: [3, 5, 3] });
    const sized = `folder:${join(directory, "images@2")}@8`;
    expect(await loadDataset(sized)).toMatchObject({ name: sized, shape: [3, 8, 8] });
    await expect(loadDataset(`imagenet32:${directory}`)).rejects.toThrow("train_data_batch_1");
  });

  it.skipIf(!haveCifar10)("loads CIFAR-10 (skipped unless it is in the cache)", async () => {
    expect(await loadDataset("cifar10")).toMatchObject({ name: "cifar10", shape: [3, 32, 32] });
  });

  it("refuses names and paths that there are not, before anything is loaded", async () => {
    const refused = async (name: string, message: string): Promise<void> => {
      expect(() => checkDatasetName(name)).toThrow(new UsageError(message));
      await expect(loadDataset(name)).rejects.toThrow(new UsageError(message));
    };
    const names =
      "choose from cifar10, mnist, imagenet32:<folder>, folder:<folder>, folder:<folder>@<size>, csv:<file>";
    for (const name of ["cifar100", "", "CIFAR10", "cifar10:x", "folder", "folder:", "csv:", "constructor"])
      await refused(name, `unknown dataset "${name}"; ${names}`);
    const nowhere = join(directory, "nowhere");
    await refused(`folder:${nowhere}`, `dataset "folder:${nowhere}": there is no folder ${nowhere}`);
    await refused(`folder:${nowhere}@32`, `dataset "folder:${nowhere}@32": there is no folder ${nowhere}`);
    await refused(`imagenet32:${nowhere}`, `dataset "imagenet32:${nowhere}": there is no folder ${nowhere}`);
    await refused(`csv:${directory}`, `dataset "csv:${directory}": there is no file ${directory}`);
    expect(() => checkDatasetName(`csv:${join(directory, "table.csv")}`)).not.toThrow();
    expect(() => checkDatasetName("mnist")).not.toThrow();
  });
});
