import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { openStore } from "../store/openStore.js";
import { exampleStudy } from "../study/testing/exampleStudy.js";
import { storeStudy } from "../study/testing/storeStudy.js";
import { reportCommand } from "./report.js";
import { studyCommand } from "./study.js";

/** How often the epochs of a study were read: of 10,000 trials there are a million, which takes seconds. */
const epochs = vi.hoisted(() => ({ read: 0 }));
vi.mock(import("../store/openStore.js"), async (original) => {
  const { openStore } = await original();
  return {
    openStore: async (place) => {
      const store = await openStore(place);
      return {
        ...store,
        epochs(study) {
          epochs.read++;
          return store.epochs(study);
        },
      };
    },
  };
});

let directory: string;
let file: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "lehr-reads-"));
  file = join(directory, "studies.db");
  const store = await openStore(file);
  await storeStudy(store, exampleStudy());
  await store.close();
  vi.spyOn(console, "log").mockImplementation(() => {});
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(directory, { recursive: true, force: true });
});

it("epochs are read where they are wanted, and once", async () => {
  const parse = async (command: ReturnType<typeof studyCommand>, ...args: string[]) => {
    epochs.read = 0;
    await command.parseAsync([...args, "--store", file], { from: "user" });
    return epochs.read;
  };
  expect(await parse(studyCommand(), "show", "example")).toBe(0);
  expect(await parse(reportCommand(), "example", "--out", join(directory, "out"))).toBe(1);
  expect(await parse(studyCommand(), "delete", "example", "--yes")).toBe(0);
});
