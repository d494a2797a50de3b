import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openSqlite } from "../store/sqlite.js";
import type { Store, StudySpec } from "../store/store.js";
import { epochOf, specOf, trialOf } from "../store/testing/storeLaws.js";
import { reusingStudy } from "./reuse.js";

const directory = mkdtempSync(join(tmpdir(), "lehr-reuse-"));
let store: Store;
beforeAll(async () => {
  store = await openSqlite(join(directory, "studies.db"));
  await store.addStudy(specOf("old"), [trialOf(0.1), trialOf(0.2), trialOf(0.3), trialOf(0.4)]);
  const finished = (await store.take("host:1"))!;
  for (const epoch of [1, 2, 3, 4]) await store.record(finished.lease, epochOf(epoch, 40 - epoch), 1, null);
  await store.end(finished.lease, { outcome: "finished" });
  await store.end((await store.take("host:1"))!.lease, { outcome: "diverged" });
  await store.end((await store.take("host:1"))!.lease, { outcome: "failed", message: "gone" });
});
afterAll(async () => {
  await store.close();
  rmSync(directory, { recursive: true, force: true });
});

test("what other studies found of the same trials need not be found again", async () => {
  await store.addStudy(specOf("newer"), [trialOf(0.1), trialOf(0.4)]);
  for (const error of [30, 20]) {
    const { lease } = (await store.take("host:1", "newer"))!;
    for (const epoch of [1, 2, 3, 4]) await store.record(lease, epochOf(epoch, error), 1, null);
    await store.end(lease, { outcome: "finished" });
  }
  // Of a trial, the name of its series means nothing, and the seed everything.
  const renamed = { ...trialOf(0.2), series: "another" };
  const trials = [trialOf(0.5), trialOf(0.1), trialOf(0.1, 2), renamed, trialOf(0.3), trialOf(0.4)];
  await store.importStudy(await reusingStudy(store, specOf("new"), trials, ["newer", "old"]));
  expect((await store.trials("new")).map(({ trial, outcome }) => [trial.learningRate, outcome])).toEqual([
    [0.5, null],
    [0.1, "finished"],
    [0.1, null],
    [0.2, "diverged"],
    [0.3, null],
    [0.4, "finished"],
  ]);
  // Of a trial that both know, the first to be named is asked.
  expect((await store.epochs("new")).get(1)).toEqual((await store.epochs("newer")).get(0));
  expect((await store.trials("new"))[1]).toMatchObject({ epochsDone: 4, testError: 30 });
  expect((await store.trials("new"))[3]!.trial).toEqual(renamed);
  expect((await store.take("host:1", "new"))!.trial).toEqual(trialOf(0.5));
  // Whence they come, and how long they took, comes along.
  expect((await store.trials("new")).map(({ seconds }) => seconds)).toEqual([0, 4, 0, 0, 0, 4]);
  const { origin } = specOf("old");
  expect((await store.study("new"))!.origin).toEqual({
    ...origin,
    reused: [
      { from: "newer", trials: 2, origin },
      { from: "old", trials: 1, origin },
    ],
  });
});

test("of one's own data it matters what they are, not where they lie; a file does not say where it comes from", async () => {
  const own = (path: string, data: string) => {
    const spec = specOf("mine");
    return { ...spec, task: { ...spec.task, dataset: `csv:${path}`, name: "csv:table.csv", data } };
  };
  const path = join(directory, "mine.json");
  writeFileSync(path, JSON.stringify({ task: own("/here/table.csv", "a hash").task, trials: [] }));
  const reused = (spec: StudySpec) => reusingStudy(store, spec, [trialOf(0.1)], [path]);
  const { spec, trials } = await reused(own("/there/table.csv", "a hash"));
  expect(spec.origin.reused).toEqual([{ from: path, trials: 0, origin: null }]);
  expect(trials[0]!.state).toBe("waiting");
  await expect(reused(own("/here/table.csv", "another hash"))).rejects.toThrow("is of another task");
});

test("what is of another task, or no results, is refused", async () => {
  const reused = (spec = specOf("new"), from = "old") => reusingStudy(store, spec, [trialOf(0.1)], [from]);
  const other = { ...specOf("new"), task: { ...specOf("new").task, trainSize: 11 } };
  await expect(reused(other)).rejects.toThrow("old is of another task");
  await expect(reused(specOf("new", { factor: 2, firstRung: 2 }))).rejects.toThrow("without --halving");
  await expect(reused(undefined, "olden")).rejects.toThrow(
    'unknown study "olden"; choose from old, newer, new',
  );
  await expect(reused(undefined, join(directory, "results.json"))).rejects.toThrow("choose another --reuse");
  writeFileSync(join(directory, "broken.json"), "{");
  await expect(reused(undefined, join(directory, "broken.json"))).rejects.toThrow("is no JSON");
});
