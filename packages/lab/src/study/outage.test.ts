import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { leaseTime } from "../store/leases.js";
import { openStore } from "../store/openStore.js";
import { pgBossQueue } from "../store/pgBoss.js";
import { connectionPool, kyselyOver } from "../store/postgres.js";
import {
  havePostgres,
  postgresOrWhyNot,
  startPostgres,
  type TestPostgres,
} from "../store/testing/postgres.js";
import { lehr, smallStudy, startLehr, studyName, untilRunning, writeTable } from "./testing/command.js";

describe.skipIf(!havePostgres)(`a study in ${postgresOrWhyNot}`, () => {
  let server: TestPostgres;
  let directory: string;
  let study: string[];
  let undisturbed: string;
  let place: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "lehr-outage-"));
    await writeTable(join(directory, "table.csv"));
    study = [...smallStudy(join(directory, "table.csv")), "--batch-size", "8", "--epochs", "16"];
    const { code, stderr } = await lehr(argumentsOf("undisturbed", join(directory, "studies.db")));
    expect(code, stderr).toBe(0);
    undisturbed = await resultsIn("undisturbed");
    server = await startPostgres();
  }, 600_000);
  afterAll(async () => {
    await server.remove();
    await rm(directory, { recursive: true, force: true });
  });
  beforeEach(async () => {
    place = await server.createDatabase();
  });

  const argumentsOf = (out: string, store: string) => [
    ...study,
    "--out",
    join(directory, out),
    "--store",
    store,
  ];
  const resultsIn = (out: string) => readFile(join(directory, out, "results.json"), "utf8");

  test("waits for the server when it is gone for longer than a lease, a worker that begins meanwhile too", async () => {
    const waiting = startLehr(argumentsOf("gone", place));
    await untilRunning(place);
    const store = await openStore(place);
    const [running] = (await store.trials(studyName)).filter(({ state }) => state === "running");
    await store.close();
    await server.stop();
    await expect.poll(waiting.stderr, { timeout: 60_000 }).toContain("the store does not answer");
    process.kill(Number(running!.worker!.split(":").at(-1)), "SIGKILL");
    await pause(leaseTime + 5000);
    await server.start();
    const { code, stderr } = await waiting.ended;
    expect(code, stderr).toBe(0);
    expect(stderr).toContain("the store answers again");
    expect(stderr).toContain("a worker process ended (SIGKILL); another takes its place");
    expect(await resultsIn("gone")).toBe(undisturbed);
  }, 600_000);

  test("goes on when the trials of its workers have gone to others meanwhile", async () => {
    const going = startLehr(argumentsOf("lost", place));
    await untilRunning(place);
    const store = await openStore(place);
    const pool = connectionPool(place);
    const database = kyselyOver(pool);
    // Looks for the dead more often than others do.
    const queue = await pgBossQueue(pool, { heartbeatSeconds: 60, superviseSeconds: 1 })(database);
    const workers = new Map<number, Set<string>>();
    const changed = () => [...workers.values()].some((names) => names.size > 1);
    while (!changed()) {
      // As if nobody had shown a sign of life for long.
      await pool.query("update lehr_queue.job set heartbeat_on = heartbeat_on - interval '2 minutes'");
      await pool.query("update trials set lease_until = 0 where lease_until is not null");
      for (const { position, worker } of await store.trials(studyName)) {
        if (worker !== null) workers.set(position, (workers.get(position) ?? new Set()).add(worker));
      }
      if ((await store.progress(studyName)).done === 4) break;
      await pause(50);
    }
    await queue.close();
    await database.destroy();
    await store.close();
    const { code, stderr } = await going.ended;
    expect(code, stderr).toBe(0);
    expect(changed()).toBe(true);
    expect(stderr).not.toContain("ended");
    expect(await resultsIn("lost")).toBe(undisturbed);
  }, 240_000);
});
