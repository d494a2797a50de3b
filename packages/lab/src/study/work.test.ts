import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { openStore } from "../store/openStore.js";
import { UsageError } from "../usageError.js";
import { exampleStudy } from "./testing/exampleStudy.js";
import { storeStudy } from "./testing/storeStudy.js";
import { work } from "./work.js";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "lehr-work-"));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

it("says at once that there is no such study to work on", async () => {
  const place = join(directory, "studies.db");
  const store = await openStore(place);
  await storeStudy(store, exampleStudy("one"));
  await store.close();
  const refused = work({ place, study: "two", workers: 1, untilDone: true });
  await expect(refused).rejects.toThrow('unknown study "two"; choose from one');
  await expect(refused).rejects.toBeInstanceOf(UsageError);
});

it("says that it works, unless it is to be quiet", async () => {
  const said = vi.spyOn(console, "error").mockImplementation(() => {});
  const request = { place: join(directory, "studies.db"), study: undefined, workers: 0, untilDone: true };
  expect(await work({ ...request, quiet: true })).toBe(0);
  expect(said).not.toHaveBeenCalled();
  expect(await work(request)).toBe(0);
  expect(said.mock.calls).toEqual([["lehr: 0 worker processes at work"]]);
  said.mockRestore();
});
