import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Patience, pgBossQueue } from "./pgBoss.js";
import { connectionPool, kyselyOver } from "./postgres.js";
import type { Queue, QueuedTrial } from "./queue.js";
import { havePostgres, postgresOrWhyNot, startPostgres, type TestPostgres } from "./testing/postgres.js";
import { isTransient } from "./transient.js";

/** Trials of one study, keyed by `1000 * study + position`. */
const trialsOf = (studyId: number, count: number): QueuedTrial[] =>
  Array.from({ length: count }, (_, position) => ({ id: 1000 * studyId + position, studyId, position }));

/** How long a busy machine may take over what should take seconds, in milliseconds. */
const longest = 30_000;

describe.skipIf(!havePostgres)(`a queue in ${postgresOrWhyNot}`, () => {
  let server: TestPostgres;
  let url: string;
  const opened: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.remove());
  beforeEach(async () => {
    url = await server.createDatabase();
  });
  afterEach(async () => {
    for (const close of opened.splice(0)) await close();
  });

  /** A process' view of the queue: connections of its own. */
  async function open(patience?: Patience) {
    const pool = connectionPool(url);
    const database = kyselyOver(pool);
    const queue = await pgBossQueue(pool, patience)(database);
    const alone = database.transaction();
    opened.push(async () => {
      await queue.close();
      await database.destroy();
    });
    return {
      ...queue,
      database,
      within: queue,
      add: (trials: readonly QueuedTrial[]) => alone.execute((transaction) => queue.add(transaction, trials)),
      finish: (id: number, token: string) =>
        alone.execute((transaction) => queue.finish(transaction, id, token)),
      giveBack: (id: number, token: string) =>
        alone.execute((transaction) => queue.giveBack(transaction, id, token)),
      removeStudy: (id: number) => alone.execute((transaction) => queue.removeStudy(transaction, id)),
    };
  }

  async function drain(queue: Pick<Queue, "take">, studyId?: number) {
    const taken: number[] = [];
    for (;;) {
      const id = await queue.take(`token ${taken.length}`, studyId);
      if (id === undefined) return taken;
      taken.push(id);
    }
  }

  test("hands trials out by study, then place, whatever order they came in", async () => {
    const queue = await open();
    const place = fc.record({ studyId: fc.nat(2 ** 16 - 1), position: fc.nat(2 ** 16 - 1) });
    const places = fc.uniqueArray(place, {
      maxLength: 20,
      selector: (one) => `${one.studyId} ${one.position}`,
    });
    let keys = 0;
    await fc.assert(
      fc.asyncProperty(places, async (unordered) => {
        const trials = unordered.map((one) => ({ id: keys++, ...one }));
        for (let from = 0; from < trials.length; from += 7) await queue.add(trials.slice(from, from + 7));
        const ordered = [...trials].sort((a, b) => a.studyId - b.studyId || a.position - b.position);
        expect(await drain(queue)).toEqual(ordered.map(({ id }) => id));
      }),
      { numRuns: 20 },
    );
  });

  test("hands out the trials of one study only, if asked", async () => {
    const queue = await open();
    for (const study of [3, 1, 2]) await queue.add(trialsOf(study, 3));
    expect(await drain(queue, 2)).toEqual([2000, 2001, 2002]);
    expect(await drain(queue, 7)).toEqual([]);
    expect(await drain(queue)).toEqual([1000, 1001, 1002, 3000, 3001, 3002]);
  });

  test("gives each of 1,000 trials to exactly one of four who take at once", async () => {
    const queues = await Promise.all(Array.from({ length: 4 }, () => open()));
    await queues[0]!.add(trialsOf(0, 1000));
    const work = queues.map(async (queue) => {
      const taken: number[] = [];
      for (;;) {
        const id = await queue.take("token");
        if (id === undefined) return taken;
        taken.push(id);
        if (id % 3 === 0) await queue.finish(id, "token");
      }
    });
    const shares = await Promise.all(work);
    const all = shares.flat().sort((a, b) => a - b);
    expect(all).toEqual(trialsOf(0, 1000).map(({ id }) => id));
    expect(Math.min(...shares.map((share) => share.length))).toBeGreaterThan(0);
  });

  test("hands out again at once, in its old place, what is given back, as often as you like", async () => {
    const queue = await open();
    await queue.add(trialsOf(1, 3));
    expect([await queue.take("a"), await queue.take("b")]).toEqual([1000, 1001]);
    for (let round = 0; round < 10; round++) {
      await queue.giveBack(1000, "a");
      expect(await queue.take("a")).toBe(1000);
    }
    await queue.giveBack(1001, "b");
    await queue.giveBack(1000, "a");
    expect(await drain(queue)).toEqual([1000, 1001, 1002]);
  });

  test("forgets what is finished, and takes it in again", async () => {
    const queue = await open();
    await queue.add(trialsOf(1, 2));
    await queue.finish((await queue.take("a"))!, "a");
    await queue.giveBack(1000, "a");
    expect(await drain(queue)).toEqual([1001]);
    await queue.add(trialsOf(1, 1));
    expect(await drain(queue)).toEqual([1000]);
  });

  test("forgets the trials of a study, those that run included, and no other", async () => {
    const queue = await open();
    for (const study of [1, 2]) await queue.add(trialsOf(study, 3));
    await queue.take("a");
    await queue.removeStudy(1);
    await queue.giveBack(1000, "a");
    await queue.removeStudy(7);
    expect(await drain(queue)).toEqual([2000, 2001, 2002]);
  });

  test("does nothing that the transaction around it does not do", async () => {
    const queue = await open();
    await queue.add(trialsOf(1, 3));
    await queue.take("a");
    const undone = queue.database.transaction().execute(async (transaction) => {
      await queue.within.add(transaction, trialsOf(2, 10));
      await queue.within.giveBack(transaction, 1000, "a");
      await queue.within.finish(transaction, 1001, "b");
      await queue.within.removeStudy(transaction, 1);
      throw new Error("undone");
    });
    await expect(undone).rejects.toThrow("undone");
    expect(await drain(queue)).toEqual([1001, 1002]);
  });

  test("gives the trial of a worker that fell silent to another, not that of one that beats", async () => {
    const patience = { heartbeatSeconds: 3, superviseSeconds: 1 };
    const [dead, alive] = [await open(patience), await open(patience)];
    await alive.add(trialsOf(1, 2));
    expect(await dead.take("a")).toBe(1000);
    expect(await alive.take("b")).toBe(1001);
    await dead.close();
    const started = Date.now();
    let next: number | undefined;
    while (next === undefined && Date.now() - started < longest) {
      await sleep(300);
      await alive.beat(1001, "b");
      next = await alive.take("c");
    }
    expect(next).toBe(1000);
    expect(Date.now() - started).toBeGreaterThan(2500);
    // Those who beat keep their trials, now and later.
    for (const end = Date.now() + 5000; Date.now() < end; await sleep(300)) {
      await alive.beat(1000, "c");
      await alive.beat(1001, "b");
      expect(await alive.take("d")).toBe(undefined);
    }
  });

  test("goes on by itself after the server was away", async () => {
    const patience = { heartbeatSeconds: 2, superviseSeconds: 1 };
    const queue = await open(patience);
    await queue.add(trialsOf(1, 2));
    expect(await queue.take("a")).toBe(1000);
    for (const end of [server.stop, server.kill]) {
      await end();
      await expect(queue.take("b")).rejects.toSatisfy(isTransient);
      // Long enough for supervision to fail, too.
      await sleep(1500);
      await expect(queue.beat(1000, "a")).rejects.toSatisfy(isTransient);
      await server.start();
    }
    expect(await queue.take("b")).toBe(1001);
    const back = async () => (await queue.take("c")) === 1000;
    await expect.poll(back, { timeout: longest, interval: 300 }).toBe(true);
  });

  test("keeps to its own schema", async () => {
    const { database } = await open();
    const { rows } = await sql<{ schema: string }>`
      select distinct table_schema as schema from information_schema.tables
      where table_schema not in ('pg_catalog', 'information_schema')`.execute(database);
    expect(rows).toEqual([{ schema: "lehr_queue" }]);
  });

  test("leaves no timer and no connection behind when it is closed", async () => {
    const resources = () => process.getActiveResourcesInfo().sort();
    const before = resources();
    await open();
    expect(resources().length).toBeGreaterThan(before.length);
    await opened.pop()!();
    await expect.poll(resources, { timeout: longest }).toEqual(before);
  });

  test("says no to more trials than it can order", async () => {
    const queue = await open();
    const add = (studyId: number, position: number) => queue.add([{ id: 1, studyId, position }]);
    await expect(add(1, 2 ** 16)).rejects.toThrow("at most 65536 trials");
    await expect(add(2 ** 16, 1)).rejects.toThrow("room for 65536 studies");
    await add(2 ** 16 - 1, 2 ** 16 - 1);
    expect(await drain(queue)).toEqual([1]);
  });
});
