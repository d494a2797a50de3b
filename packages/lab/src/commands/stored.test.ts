import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openStore } from "../store/openStore.js";
import { exampleStudy } from "../study/testing/exampleStudy.js";
import { storeStudy } from "../study/testing/storeStudy.js";
import { UsageError } from "../usageError.js";
import { compareCommand } from "./compare.js";
import { exportCommand } from "./export.js";

let directory: string;
let file: string;
const printed: string[] = [];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "lehr-stored-"));
  file = join(directory, "studies.db");
  const store = await openStore(file);
  await storeStudy(store, exampleStudy("one"));
  await storeStudy(store, exampleStudy("two"));
  await store.close();
  printed.length = 0;
  vi.spyOn(console, "log").mockImplementation((text) => void printed.push(text));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(directory, { recursive: true, force: true });
});

describe("lehr export", () => {
  const exported = (...args: string[]) =>
    exportCommand().parseAsync([...args, "--store", file, "--out", join(directory, "out")], { from: "user" });

  it("writes each study into a folder of its own", async () => {
    await exported("one", "two", "--format", "json");
    await exported("two", "--format", "csv");
    await exported("two", "--format", "tensorboard");
    expect(await readdir(join(directory, "out", "one"))).toEqual(["results.json"]);
    expect((await readdir(join(directory, "out", "two"))).sort()).toEqual([
      "adam",
      "adamw",
      "epochs.csv",
      "results.json",
      "trials.csv",
    ]);
    const results = JSON.parse(await readFile(join(directory, "out", "one", "results.json"), "utf8"));
    expect(results).toMatchObject({ study: "one", summary: { adam: { bestError: 22.5 } } });
    expect(printed.at(-1)).toBe(`${join(directory, "out", "two")}: 3 files`);
  });

  it("writes nothing where one of the names is not known", async () => {
    await expect(exported("one", "three", "--format", "json")).rejects.toThrow(
      new UsageError('unknown study "three"; choose from one, two'),
    );
    expect(await readdir(directory)).not.toContain("out");
  });
});

describe("lehr compare", () => {
  const compare = (...args: string[]) =>
    compareCommand().parseAsync([...args, "--store", file], { from: "user" });

  it("prints a table, or JSON", async () => {
    await compare("one", "two");
    expect(printed.pop()).toContain("1 shared cell; compared with one:");
    await compare("one", "two", "--json");
    expect(JSON.parse(printed.pop()!)).toMatchObject({
      studies: [{ study: "one" }, { study: "two" }],
      shared: [{ series: "adam", differences: [0, 0] }],
    });
  });

  it("refuses a study beside itself", async () => {
    await expect(compare("one", "one")).rejects.toThrow('"one" is named twice; compare different studies');
  });
});
