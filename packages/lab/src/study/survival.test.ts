import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { randomStream } from "../random/randomStream.js";
import { isRunning } from "../runningProcess.js";
import { openStore } from "../store/openStore.js";
import type { Store } from "../store/store.js";
import {
  havePostgres,
  postgresOrWhyNot,
  startPostgres,
  type TestPostgres,
} from "../store/testing/postgres.js";
import { lehr, smallStudy, startLehr, studyName, writeTable } from "./testing/command.js";
import { killAtRandom } from "./testing/killAtRandom.js";
import { slowName, slowStudy, writeSlowTask } from "./testing/slowTask.js";

let directory: string;
let study: string[];
/** What the study finds where nobody disturbs it, and how long that takes. */
let undisturbed: string;
let duration: number;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "lehr-survival-"));
  await writeTable(join(directory, "table.csv"));
  study = smallStudy(join(directory, "table.csv"));
  const started = performance.now();
  const { code, stderr } = await run("undisturbed", join(directory, "undisturbed.db"));
  duration = performance.now() - started;
  expect(code, stderr).toBe(0);
  undisturbed = await resultsIn("undisturbed");
}, 300_000);
afterAll(() => rm(directory, { recursive: true, force: true }));

const argumentsOf = (out: string, store: string) => [
  ...study,
  "--out",
  join(directory, out),
  "--store",
  store,
];
const run = (out: string, store: string) => lehr(argumentsOf(out, store));
const resultsIn = (out: string) => readFile(join(directory, out, "results.json"), "utf8");

/**
 * Kills so often, in as many studies as that takes, and looks whether any of them differs from what it should be.
 *
 * @param placeOf where to keep the study of a number.
 */
async function survives(
  times: number,
  seed: number,
  placeOf: (study: number) => Promise<string>,
): Promise<void> {
  const random = randomStream(seed, "survival");
  const sums = { main: 0, worker: 0, all: 0 };
  const killed = () => sums.main + sums.worker + sums.all;
  for (let i = 0; killed() < times; i++) {
    const [place, out] = [await placeOf(i), `killed-${seed}-${i}`];
    const store = await openStore(place);
    const { code, stderr, kills } = await killAtRandom(argumentsOf(out, place), {
      times: times - killed(),
      longest: duration / 8,
      random,
      store,
      study: studyName,
    });
    expect(code, stderr).toBe(0);
    for (const kind of ["main", "worker", "all"] as const) sums[kind] += kills[kind];
    await expectUndisturbed(out, store);
    await store.close();
  }
  for (const count of Object.values(sums)) expect(count).toBeGreaterThan(0);
}

async function expectUndisturbed(out: string, store: Store): Promise<void> {
  expect(await resultsIn(out)).toBe(undisturbed);
  const trials = await store.trials(studyName);
  const epochs = await store.epochs(studyName);
  expect(trials.length).toBe(4);
  for (const { position, trial, ...record } of trials) {
    expect(record).toMatchObject({ state: "done", outcome: "finished", epochsDone: trial.epochs });
    expect(epochs.get(position)!.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5]);
  }
  expect(await store.take("nobody:1")).toBe(undefined);
  const left = (await readdir(join(directory, out))).filter((file) => file.endsWith(".tmp"));
  expect(left).toEqual([]);
}

describe("a study of which processes are killed finds the same, to the last byte", () => {
  test(
    "twenty times, in SQLite",
    () => survives(20, 1, async (study) => join(directory, `killed-${study}.db`)),
    600_000,
  );

  describe.skipIf(!havePostgres)(`in ${postgresOrWhyNot}`, () => {
    let server: TestPostgres;
    beforeAll(async () => {
      server = await startPostgres();
    });
    afterAll(() => server.remove());

    test("five times", () => survives(5, 2, () => server.createDatabase()), 600_000);
  });
});

test("a trial whose workers are killed three times within an epoch has failed, until it is retried", async () => {
  const task = join(directory, "slow.ts");
  // An epoch of ten seconds at least, of which each life stores one or two.
  await writeSlowTask(task, { batch: 300 });
  const places = (out: string) => ["--out", join(directory, out), "--store", join(directory, `${out}.db`)];
  const slow = [...slowStudy(task, 2), "--workers", "2"];
  const left = await lehr([...slow, ...places("left")]);
  expect(left.code, left.stderr).toBe(0);

  const haunted = startLehr([...slow, ...places("haunted")]);
  const store = await openStore(join(directory, "haunted.db"));
  const killed = new Set<string>();
  let before: Uint8Array | undefined;
  while (killed.size < 3) {
    const [record] = (await store.study(slowName)) === undefined ? [] : await store.trials(slowName);
    const state = await store.stateOf(slowName, 0);
    // Who has stored something since the last death has begun to train.
    if (record?.state === "running" && state !== undefined && !isDeepStrictEqual(state, before)) {
      killed.add(record.worker!);
      const victim = Number(record.worker!.split(":").at(-1));
      process.kill(victim, "SIGKILL");
      while (isRunning(victim)) await pause(20);
      before = await store.stateOf(slowName, 0);
    }
    await pause(50);
  }
  const { code, stderr } = await haunted.ended;
  expect(code, stderr).toBe(1);
  const givenUp = "given up after 3 attempts: its worker process ended: SIGKILL";
  expect(await store.trials(slowName)).toMatchObject([
    { outcome: "failed", message: givenUp, epochsDone: 0 },
    { outcome: "finished" },
  ]);
  const again = await lehr(["study", "resume", slowName, "--retry-failed", ...places("haunted")]);
  expect(again.code, again.stderr).toBe(0);
  expect(await resultsIn("haunted")).toBe(await resultsIn("left"));
  await store.close();
}, 300_000);
