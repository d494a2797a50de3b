import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { leaseTime } from "../store/leases.js";
import { openStore } from "../store/openStore.js";
import { startLehr, untilRunning } from "./testing/command.js";
import { slowName, slowStudy, writeSlowTask } from "./testing/slowTask.js";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "lehr-slow-"));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

test("a trial stays with the worker that loads its data for longer than a lease lasts", async () => {
  const [task, place] = [join(directory, "task.ts"), join(directory, "studies.db")];
  await writeSlowTask(task, { data: leaseTime + 10_000 });
  // One trial, and a second worker that would like to have it.
  const study = [...slowStudy(task, 1), "--workers", "2"];
  const running = startLehr([...study, "--store", place, "--out", join(directory, "out")]);
  await untilRunning(place, slowName);
  const store = await openStore(place);
  const record = async () => (await store.trials(slowName))[0]!;
  const { worker } = await record();
  await pause(leaseTime + 5000);
  const later = await record();
  const { code, stderr } = await running.ended;
  expect(code, stderr).toBe(0);
  expect(later).toMatchObject({ state: "running", worker, attempts: 0 });
  expect(await record()).toMatchObject({ outcome: "finished", worker });
  await store.close();
}, 300_000);
