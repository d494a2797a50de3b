import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "libsql";
import { afterEach, beforeEach, expect, it } from "vitest";
import { searchOf } from "../search/searchPlan.js";
import { openStore } from "../store/openStore.js";
import { writeTable } from "./testing/command.js";
import { trainHere } from "./trainHere.js";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "lehr-train-here-"));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

it("says who has its training where that has gone to another process", async () => {
  const [table, place] = [join(directory, "table.csv"), join(directory, "studies.db")];
  await writeTable(table);
  const store = await openStore(place);
  const task = { dataset: `csv:${table}`, model: "mlp", trainSize: null, batchSize: 2, evaluateEvery: 1 };
  const asked = { epochs: 1000, seed: 1, seeds: 1, fixed: {}, varied: [], random: null, halving: null };
  const training = trainHere(
    { name: "train", ...searchOf({ task, ...asked }) },
    { place, out: join(directory, "out"), device: "cpu", threads: 1, checkpointSeconds: 1, quiet: true },
  );
  const gone = expect(training).rejects.toThrow(
    '"train" has gone to elsewhere:42, since this process showed no sign of life for a minute',
  );
  await expect.poll(async () => (await store.trials("train"))[0]?.state, { timeout: 60_000 }).toBe("running");
  const database = new Sqlite(place);
  database.exec("update trials set lease = 'theirs', worker = 'elsewhere:42'");
  database.close();
  await gone;
  expect((await store.trials("train"))[0]).toMatchObject({ state: "running", worker: "elsewhere:42" });
  await store.close();
}, 120_000);
