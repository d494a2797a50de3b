import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pgBossQueue } from "./pgBoss.js";
import { connectionPool, kyselyOver, openPostgres } from "./postgres.js";
import { havePostgres, postgresOrWhyNot, startPostgres, type TestPostgres } from "./testing/postgres.js";
import { epochOf, specOf, storeLaws, trialOf } from "./testing/storeLaws.js";
import { isTransient } from "./transient.js";

describe.skipIf(!havePostgres)(`a store in ${postgresOrWhyNot}`, () => {
  let server: TestPostgres;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.remove());

  const open = async () => openPostgres(await server.createDatabase());

  storeLaws(open);

  test("is opened by many at once, also the first time", async () => {
    const url = await server.createDatabase();
    const stores = await Promise.all(Array.from({ length: 4 }, () => openPostgres(url)));
    await stores[0]!.addStudy(specOf("a"), [trialOf(0.1)]);
    const taken = await Promise.all(stores.map((store) => store.take("here:1")));
    expect(taken.filter((one) => one !== undefined).length).toBe(1);
    await Promise.all(stores.map((store) => store.close()));
  });

  test("takes a study once, and deletes it under the hands of its workers", async () => {
    const url = await server.createDatabase();
    const stores = await Promise.all(Array.from({ length: 3 }, () => openPostgres(url)));
    for (let round = 0; round < 20; round++) {
      const added = await Promise.allSettled(
        stores.map((store) => store.addStudy(specOf("a"), [trialOf(0.1), trialOf(0.2)])),
      );
      const refusals = added.flatMap((one) => (one.status === "rejected" ? [one.reason.message] : []));
      expect(refusals).toEqual(Array(2).fill('there is a study named "a" already'));
      const work = stores.map(async (store, i) => {
        const taken = await store.take("here:1");
        if (taken === undefined) return;
        await store.record(taken.lease, epochOf(1, 50), 1, Uint8Array.from([7]));
        if (i % 2 === 0) await store.end(taken.lease, { outcome: "finished" });
        else await store.giveBack(taken.lease);
      });
      await sleep(Math.random() * 20);
      expect(await stores[2]!.removeStudy("a")).toBe(true);
      await Promise.all(work);
      expect(await stores[0]!.studies()).toEqual([]);
      expect(await stores[0]!.take("here:1")).toBe(undefined);
    }
    await Promise.all(stores.map((store) => store.close()));
  });

  test("keeps fractions of seconds, large times and binary states", async () => {
    const store = await open();
    await store.addStudy(specOf("a"), [trialOf(0.1)]);
    const { lease } = (await store.take("here:1"))!;
    const state = Uint8Array.from({ length: 100_000 }, (_, i) => i * 7);
    expect(await store.record(lease, epochOf(1, 100 / 3), 0.1 + 0.2, state)).toBe(true);
    expect(await store.checkpoint(lease)).toEqual(state);
    expect((await store.trials("a"))[0]!.seconds).toBe(0.1 + 0.2);
    expect(Math.abs((await store.studies())[0]!.createdAt - Date.now())).toBeLessThan(60_000);
    await store.close();
  });

  test("leaves a trial with the worker that holds it, whatever the queue thinks", async () => {
    const url = await server.createDatabase();
    const store = await openPostgres(url);
    await store.addStudy(specOf("a"), [trialOf(0.1)]);
    const { lease } = (await store.take("here:1"))!;
    const pool = connectionPool(url);
    const database = kyselyOver(pool);
    // Looks for the dead more often than others do.
    const queue = await pgBossQueue(pool, { heartbeatSeconds: 60, superviseSeconds: 1 })(database);
    /** A trial that is handed out within seconds, if any is. */
    const handedOut = async () => {
      for (const end = Date.now() + 5000; Date.now() < end; await sleep(100)) {
        await pool.query("update lehr_queue.job set heartbeat_on = heartbeat_on - interval '2 minutes'");
        const taken = await store.take("there:2");
        if (taken !== undefined) return taken;
      }
      return undefined;
    };
    expect(await handedOut()).toBe(undefined);
    expect(await store.beat(lease, 0.5)).toBe(true);
    expect((await store.trials("a"))[0]).toMatchObject({ worker: "here:1", attempts: 0 });
    await pool.query("update trials set lease_until = 0");
    expect((await handedOut())!.trial).toEqual(trialOf(0.1));
    expect((await store.trials("a"))[0]).toMatchObject({ worker: "there:2", attempts: 1 });
    await queue.close();
    await database.destroy();
    await store.close();
  });

  test("adds a study whole or not at all, its turns in the queue included", async () => {
    const store = await open();
    const tooMany = Array.from({ length: 2 ** 16 + 1 }, (_, i) => trialOf(1 + i));
    await expect(store.addStudy(specOf("a"), tooMany)).rejects.toThrow("at most 65536 trials");
    expect(await store.studies()).toEqual([]);
    expect(await store.take("here:1")).toBe(undefined);
    await store.close();
  });

  test("outlives the server: calls fail while it is away and succeed when it is back", async () => {
    const store = await open();
    await store.addStudy(specOf("a"), [trialOf(0.1), trialOf(0.2)]);
    const { lease } = (await store.take("here:1"))!;
    for (const end of [server.stop, server.kill]) {
      const during = Array.from({ length: 20 }, (_, i) => failureOf(store.beat(lease, i / 20)));
      await end();
      await Promise.all(during);
      const failures = [
        ...(await Promise.all(during)).filter((failure) => failure !== undefined),
        await failureOf(store.beat(lease, 0.5)),
        await failureOf(store.studies()),
        await failureOf(store.record(lease, epochOf(1, 50), 1, null)),
      ];
      expect(failures.filter((failure) => !isTransient(failure))).toEqual([]);
      await expect(openPostgres("postgres://lehr@127.0.0.1:1/none")).rejects.toSatisfy(isTransient);
      await server.start();
      expect(await succeeded(() => store.beat(lease, 0.5))).toBe(true);
    }
    expect(await store.record(lease, epochOf(1, 50), 1, null)).toBe(true);
    expect((await store.take("here:2"))!.trial.learningRate).toBe(0.2);
    await store.close();
  });

  test("outlives a server that ends between two statements of a transaction", async () => {
    const database = kyselyOver(connectionPool(await server.createDatabase()));
    const broken = database.transaction().execute(async (within) => {
      await sql`select 1`.execute(within);
      await server.kill();
      await sql`select 2`.execute(within);
    });
    await expect(broken).rejects.toSatisfy(isTransient);
    await server.start();
    expect((await sql`select 3 as three`.execute(database)).rows).toEqual([{ three: 3 }]);
    await database.destroy();
  });

  test("says what is wrong with an address, without its password", async () => {
    const url = (await server.createDatabase())
      .replace("lehr@", "lehr:secret@")
      .replace(/test\d+$/, "absent");
    const error = await failureOf(openPostgres(url));
    expect(error).toMatchObject({
      message: expect.stringMatching(/^cannot open the store postgres:\/\/lehr:\*\*\*@.*absent/),
    });
    expect(String(error)).not.toContain("secret");
    expect(isTransient(error)).toBe(false);
  });
});

const failureOf = (call: Promise<unknown>) =>
  call.then(
    () => undefined,
    (error: unknown) => error,
  );

/** Connections that broke unnoticed fail once more each. */
async function succeeded<T>(call: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      if (attempt === 10 || !isTransient(error)) throw error;
    }
  }
}
