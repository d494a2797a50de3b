import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openStore } from "../store/openStore.js";
import type { Store } from "../store/store.js";
import { type Running, startLehr, untilRunning } from "./testing/command.js";
import { slowName, slowStudy, writeSlowTask } from "./testing/slowTask.js";

describe("a signal to all processes of a study at once", () => {
  let directory: string;
  let store: Store;
  let study: Running;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "lehr-signals-"));
    const [task, place] = [join(directory, "task.ts"), join(directory, "studies.db")];
    await writeSlowTask(task, { batch: 500 });
    const args = [...slowStudy(task, 2), "--workers", "2"];
    study = startLehr([...args, "--store", place, "--out", join(directory, "out")], { detached: true });
    await untilRunning(place, slowName);
    store = await openStore(place);
    await expect.poll(stored, { timeout: 60_000 }).toEqual([true, true]);
  }, 120_000);
  afterEach(async () => {
    study.kill("SIGKILL");
    await store.close();
    await rm(directory, { recursive: true, force: true });
  });

  /** Of which trials there is a state to go on from. */
  const stored = async () =>
    [await store.stateOf(slowName, 0), await store.stateOf(slowName, 1)].map((state) => state !== undefined);
  const waits = { state: "waiting", attempts: 0, message: null, epochShare: 0 };

  test("SIGTERM, as of systemd or SLURM: workers store where they are, and the report is written", async () => {
    process.kill(-study.pid, "SIGTERM");
    const { code, stderr } = await study.ended;
    expect(code, stderr).toBe(130);
    expect(stderr).not.toContain("ended");
    expect(await store.trials(slowName)).toMatchObject([waits, waits]);
    expect(await stored()).toEqual([true, true]);
  }, 120_000);

  test("SIGHUP, as of a terminal that is closed: workers outlive the command, and store where they are", async () => {
    process.kill(-study.pid, "SIGHUP");
    expect((await study.ended).signal).toBe("SIGHUP");
    const trials = () => store.trials(slowName);
    await expect.poll(trials, { timeout: 60_000 }).toMatchObject([waits, waits]);
    expect(await stored()).toEqual([true, true]);
  }, 120_000);
});
