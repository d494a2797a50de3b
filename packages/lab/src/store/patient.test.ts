import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import Sqlite from "libsql";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { insistence, type PatienceOptions, patient } from "./patient.js";
import { openSqlite } from "./sqlite.js";
import { specOf, trialOf } from "./testing/storeLaws.js";

const directory = mkdtempSync(join(tmpdir(), "lehr-patient-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

let files = 0;
let database: Sqlite.Database;
let rival: Sqlite.Database;
let told: string[];
beforeEach(() => {
  const path = join(directory, `${files++}.db`);
  [database, rival] = [new Sqlite(path), new Sqlite(path)];
  database.exec("pragma busy_timeout = 0; create table t (x integer unique)");
  told = [];
});

/** As long as the rival writes, nobody else can. */
const hinder = () => rival.exec("begin immediate");
const makeWay = () => rival.exec("rollback");
const write = async (x: number) => {
  database.exec(`insert into t values (${x})`);
  return x;
};
const patience = (options: PatienceOptions = {}) =>
  insistence({
    onTrouble: (reason) => told.push(reason),
    onRelief: () => told.push("relief"),
    ...options,
  });

describe("calls that wait out what passes", () => {
  test("are made once, and silently, where nothing is wrong", async () => {
    expect(await patience()(() => write(1))).toBe(1);
    expect(told).toEqual([]);
  });

  test("are tried again until they succeed; trouble and relief are told once, however many wait", async () => {
    const insist = patience();
    hinder();
    const calls = [1, 2, 3].map((x) => insist(() => write(x)));
    await pause(100);
    // What can be read meanwhile is no relief.
    expect(await insist(async () => 4)).toBe(4);
    await pause(600);
    expect(told).toEqual(["database is locked"]);
    makeWay();
    expect(await Promise.all(calls)).toEqual([1, 2, 3]);
    expect(told).toEqual(["database is locked", "relief"]);
    hinder();
    const again = insist(() => write(5));
    await pause(100);
    makeWay();
    await again;
    expect(told).toEqual(["database is locked", "relief", "database is locked", "relief"]);
  });

  test("fail at last with what they failed with", async () => {
    hinder();
    const started = performance.now();
    await expect(patience({ patience: 500 })(() => write(1))).rejects.toMatchObject({ code: "SQLITE_BUSY" });
    expect(performance.now() - started).toBeGreaterThan(500);
    expect(told).toEqual(["database is locked"]);
    makeWay();
  });

  test("fail at once where waiting does not help", async () => {
    await write(1);
    const started = performance.now();
    await expect(patience()(() => write(1))).rejects.toThrow("UNIQUE");
    expect(performance.now() - started).toBeLessThan(200);
    expect(told).toEqual([]);
  });

  test("stop waiting when told to", async () => {
    hinder();
    const stopping = new AbortController();
    const insist = patience({ signal: stopping.signal });
    const call = insist(() => write(1));
    await pause(1000);
    const started = performance.now();
    stopping.abort();
    await expect(call).rejects.toMatchObject({ code: "SQLITE_BUSY" });
    await expect(insist(() => write(2))).rejects.toMatchObject({ code: "SQLITE_BUSY" });
    expect(performance.now() - started).toBeLessThan(300);
    makeWay();
    // A last word may still be said.
    expect(await insist(() => write(3))).toBe(3);
  });

  test("give the reason of a refused connection, which has no words", async () => {
    const refused = Object.assign(new AggregateError([]), { code: "ECONNREFUSED" });
    await expect(
      patience({ patience: 0 })(async () => {
        await pause(5);
        throw refused;
      }),
    ).rejects.toBe(refused);
    let calls = 0;
    await patience()(async () => {
      if (calls++ === 0) throw refused;
    });
    expect(told).toEqual(["ECONNREFUSED", "relief"]);
  });
});

test("a patient store is a store", async () => {
  const path = join(directory, "store.db");
  const store = patient(await openSqlite(path));
  await store.addStudy(specOf("a"), [trialOf(0.1)]);
  await expect(store.addStudy(specOf("a"), [])).rejects.toThrow('there is a study named "a" already');
  expect((await store.take("here:1"))!.trial).toEqual(trialOf(0.1));
  expect(await store.study("b")).toBe(undefined);
  await store.close();
});
