import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Dataset } from "../dataset.js";
import { loadCsv } from "./index.js";

let directory: string;
let file: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "lehr-csv-"));
  file = join(directory, "table.csv");
});
afterEach(() => rm(directory, { recursive: true, force: true }));

async function load(text: string): Promise<Dataset> {
  await writeFile(file, text);
  return loadCsv(file);
}

describe("loadCsv", () => {
  it("divides rows by the column split, and normalizes by those to train on", async () => {
    const dataset = await load(`width,split,Class,height
1.5,train,"lily, white",10
2.5,test,rose,1e3
-3.5,train,rose,30
`);
    expect(dataset).toEqual({
      name: `csv:${file}`,
      classes: ["lily, white", "rose"],
      shape: [2, 1, 1],
      train: {
        size: 2,
        shape: [2, 1, 1],
        images: Float32Array.of(1.5, 10, -3.5, 30),
        labels: Uint16Array.of(0, 1),
      },
      test: { size: 1, shape: [2, 1, 1], images: Float32Array.of(2.5, 1000), labels: Uint16Array.of(1) },
      normalization: { mean: [-1, 20], std: [2.5, 10] },
      augmentation: null,
    });
  });

  it("takes the last column for the label, and holds out a fifth of each class", async () => {
    const rows = Array.from({ length: 30 }, (_, i) => `${i},${-i},${i % 3 === 0 ? 10 : 9}`);
    const { classes, train, test } = await load(`a,b,c\n${rows.join("\n")}`);
    expect(classes).toEqual(["9", "10"]);
    expect([train.size, test.size]).toEqual([24, 6]);
    expect([...test.labels].filter((label) => label === 1).length).toBe(2);
    for (const { images, labels } of [train, test]) {
      labels.forEach((label, row) => {
        expect(label).toBe(images[2 * row]! % 3 === 0 ? 1 : 0);
        expect(images[2 * row + 1]).toBeCloseTo(-images[2 * row]!, 10);
      });
    }
  });

  it("leaves a feature that never changes unscaled", async () => {
    const { normalization } = await load("a,label,split\n7,x,train\n7,y,train\n7,y,test\n");
    expect(normalization).toEqual({ mean: [7], std: [1] });
  });

  it("names file, line and column of what is wrong", async () => {
    const refused = (text: string, message: string): Promise<void> =>
      expect(load(text)).rejects.toThrow(new Error(`${file}: ${message}`));
    await refused("", "expected a header, found nothing");
    const several =
      "line 1: expected names of at least two columns separated by commas, features and the label";
    await refused("a;b;c\n1;2;3\n", `${several}; found "a;b;c"`);
    await refused("a,split\n", `${several}; found "a,split"`);
    await refused("a,,c\n", "line 1: column 2 has no name");
    await refused("a,b,a\n", 'line 1: two columns are named "a"');
    await refused("a,b\n1,x\n2\n", "line 3: expected 2 fields, found 1");
    for (const [field, found] of [
      ["", "nothing"],
      ["?", '"?"'],
      ["NaN", '"NaN"'],
      ["1e39", '"1e39"'],
      ["0x10", '"0x10"'],
    ])
      await refused(`a,b\n1,x\n${field},y\n`, `line 3, column "a": expected a number, found ${found}`);
    await refused("a,label\n1,\n", 'line 2, column "label": expected a label, found nothing');
    await refused(
      "a,b,split\n1,x,train\n1,x,dev\n",
      'line 3, column "split": expected train or test, found "dev"',
    );
    await refused("a,b\n1,x\n2,x\n", "expected 2 to 65536 classes, found 1");
    await refused("a,b\n1,x\n2,y\n", "there are no rows to test on");
    await refused("a,b,split\n1,x,test\n2,y,test\n", "there are no rows to train on");
    await expect(loadCsv(join(directory, "nowhere.csv"))).rejects.toThrow(
      "nowhere.csv: there is no such file;",
    );
  });
});
