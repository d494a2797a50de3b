import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openStore } from "../store/openStore.js";
import type { Store } from "../store/store.js";
import {
  havePostgres,
  postgresOrWhyNot,
  startPostgres,
  type TestPostgres,
} from "../store/testing/postgres.js";
import { lehr, type Running, smallStudy, startLehr, studyName, writeTable } from "./testing/command.js";
import { type Host, haveHosts, hostsOrWhyNot, makeHost } from "./testing/hosts.js";

describe.skipIf(!havePostgres)(`a study in ${postgresOrWhyNot} on ${hostsOrWhyNot}`, () => {
  let server: TestPostgres;
  let place: string;
  let store: Store;
  let client: pg.Client;
  let directory: string;
  const hosts: Host[] = [];
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "lehr-hosts-"));
    server = await startPostgres();
    place = await server.createDatabase();
    store = await openStore(place);
    client = new pg.Client(place);
    await client.connect();
    for (const number of [0, 1]) hosts.push(await makeHost(number, place));
  }, 60_000);
  afterAll(async () => {
    for (const host of hosts) await host.remove();
    await client.end();
    await store.close();
    await server.remove();
    await rm(directory, { recursive: true, force: true });
  });

  /** A folder with the study's data. */
  async function folder(name: string): Promise<string> {
    const path = join(directory, name);
    await mkdir(join(path, "cache"), { recursive: true });
    await writeTable(join(path, "table.csv"));
    return path;
  }

  const study = [...smallStudy("table.csv"), "--batch-size", "8", "--out", "out"];
  /** Apart from where its table lies. */
  const resultsIn = async (path: string) =>
    (await readFile(join(path, "out", "results.json"), "utf8")).replace(path, "");

  async function startWorker(host: Host): Promise<Running> {
    const cwd = await folder(host.name);
    const options = { cwd, env: { LEHR_CACHE: join(cwd, "cache") }, wrapper: host.wrapper };
    const args = ["worker", "--store", host.place(place), "--study", studyName, "--workers", "1"];
    return startLehr([...args, "--checkpoint-seconds", "1", "--until-done"], options);
  }

  test("is completed by one when the other is gone, and finds the same", async () => {
    const alone = await folder("alone");
    const undisturbed = await lehr([...study, "--store", "studies.db"], { cwd: alone });
    expect(undisturbed.code, undisturbed.stderr).toBe(0);

    const together = await folder("together");
    const watching = startLehr([...study, "--workers", "0", "--store", place], { cwd: together });
    await expect.poll(() => store.study(studyName), { timeout: 30_000 }).toBeDefined();
    const [doomed, survivor] = [await startWorker(hosts[0]!), await startWorker(hosts[1]!)];
    const running = async () => (await store.trials(studyName)).filter(({ state }) => state === "running");
    // Both are at work, and have something to lose.
    await expect
      .poll(async () => (await running()).filter(({ epochsDone }) => epochsDone > 0).length, {
        timeout: 60_000,
        interval: 20,
      })
      .toBe(2);
    const children = await childrenOf(doomed.pid);
    expect(children.length).toBe(1);
    doomed.kill("SIGKILL");
    for (const child of children) process.kill(child, "SIGKILL");
    await doomed.ended;
    const orphans = (await running()).filter(({ worker }) => worker!.endsWith(`:${children[0]}`));
    expect(orphans.length).toBe(1);
    const { position } = orphans[0]!;
    await pause(1000);
    // Nobody takes it before its minute is over; let that be now.
    expect((await running()).find((record) => record.position === position)!.worker).toBe(orphans[0]!.worker);
    await client.query(
      `update lehr_queue.job set heartbeat_on = heartbeat_on - interval '1 minute'
      where (data ->> 'position')::integer = $1`,
      [position],
    );
    await client.query("update trials set lease_until = 0 where position = $1", [position]);
    const survived = await survivor.ended;
    expect(survived.code, survived.stderr).toBe(0);
    expect(survived.stderr).toMatch(new RegExp(`^lehr: ${studyName}: .* % test error, \\d+ s$`, "m"));
    const { code, stderr } = await watching.ended;
    expect(code, stderr).toBe(0);
    expect(await resultsIn(together)).toBe(await resultsIn(alone));
    const trials = await store.trials(studyName);
    expect(trials.map(({ state, outcome }) => [state, outcome])).toEqual(Array(4).fill(["done", "finished"]));
    expect(trials[position]!.worker).not.toBe(orphans[0]!.worker);
    if (!haveHosts) return;
    expect(orphans[0]!.worker).toMatch(new RegExp(`^${hosts[0]!.name}/\\w+:${children[0]}$`));
    expect(trials[position]!.worker).toContain(`${hosts[1]!.name}/`);
  }, 300_000);
});

/** The worker processes of a command. */
async function childrenOf(processId: number): Promise<number[]> {
  const list = await readFile(`/proc/${processId}/task/${processId}/children`, "utf8");
  return list.split(" ").flatMap((child) => (child === "" ? [] : Number(child)));
}
