import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "libsql";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { havePostgres, postgresOrWhyNot, startPostgres, type TestPostgres } from "./testing/postgres.js";
import { isTransient } from "./transient.js";

/** The error that something ends in. */
async function errorOf(job: () => unknown): Promise<unknown> {
  try {
    await job();
  } catch (error) {
    return error;
  }
  throw new Error("it did not fail");
}

describe("SQLite's errors", () => {
  const directory = mkdtempSync(join(tmpdir(), "lehr-transient-"));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  const open = (name: string) => {
    const database = new Sqlite(join(directory, name));
    database.exec("pragma busy_timeout = 0; create table if not exists t (x unique)");
    return database;
  };

  test("pass where another process writes", async () => {
    const [one, other] = [open("busy.db"), open("busy.db")];
    one.exec("begin immediate");
    expect(isTransient(await errorOf(() => other.exec("begin immediate")))).toBe(true);
    one.close();
    other.close();
  });

  test("pass where the disk is full", async () => {
    const database = open("full.db");
    database.exec("pragma max_page_count = 3");
    const error = await errorOf(() => database.exec("insert into t values (zeroblob(100000))"));
    expect(error).toMatchObject({ code: "SQLITE_FULL" });
    expect(isTransient(error)).toBe(true);
    database.close();
  });

  test("stay where the statement is at fault", async () => {
    const database = open("fault.db");
    database.exec("insert into t values (1)");
    expect(isTransient(await errorOf(() => database.exec("insert into t values (1)")))).toBe(false);
    expect(isTransient(await errorOf(() => database.exec("nonsense")))).toBe(false);
    database.close();
  });
});

describe.skipIf(!havePostgres)(`the errors of ${postgresOrWhyNot}`, () => {
  let server: TestPostgres;
  let url: string;
  const clients: pg.Client[] = [];
  beforeAll(async () => {
    server = await startPostgres();
    url = await server.createDatabase();
    const client = await connect();
    await client.query("create table t (x integer unique); insert into t values (1)");
  });
  afterAll(async () => {
    for (const client of clients) await client.end();
    await server.remove();
  });

  async function connect(address = url) {
    const client = new pg.Client(address);
    client.on("error", () => {});
    await client.connect();
    clients.push(client);
    return client;
  }

  test("pass where nobody listens", async () => {
    expect(isTransient(await errorOf(() => connect("postgres://127.0.0.1:1/none")))).toBe(true);
    // Two addresses, two refusals in one error.
    expect(isTransient(await errorOf(() => connect("postgres://localhost:1/none")))).toBe(true);
  });

  test("pass where the server ends the connection", async () => {
    const [ended, other] = [await connect(), await connect()];
    const { rows } = await ended.query("select pg_backend_pid() as pid");
    const waiting = errorOf(() => ended.query("select pg_sleep(60)"));
    await other.query("select pg_terminate_backend($1)", [rows[0].pid]);
    expect(await waiting).toMatchObject({ code: "57P01" });
    expect(isTransient(await waiting)).toBe(true);
    expect(isTransient(await errorOf(() => ended.query("select 1")))).toBe(true);
  });

  test("pass where there are too many connections", async () => {
    await (await connect()).query("create role few login connection limit 1");
    await connect(url.replace("lehr@", "few@"));
    const error = await errorOf(() => connect(url.replace("lehr@", "few@")));
    expect(error).toMatchObject({ code: "53300" });
    expect(isTransient(error)).toBe(true);
  });

  test("pass where two transactions are in each other's way", async () => {
    const [one, other] = [await connect(), await connect()];
    for (const client of [one, other]) {
      await client.query("begin isolation level serializable");
      await client.query("select sum(x) from t");
    }
    await one.query("insert into t values (2)");
    await other.query("insert into t values (3)");
    await one.query("commit");
    const error = await errorOf(() => other.query("commit"));
    expect(error).toMatchObject({ code: "40001" });
    expect(isTransient(error)).toBe(true);
  });

  test("stay where the statement, or the address, is at fault", async () => {
    const client = await connect();
    expect(isTransient(await errorOf(() => client.query("insert into t values (1)")))).toBe(false);
    expect(isTransient(await errorOf(() => client.query("nonsense")))).toBe(false);
    expect(isTransient(await errorOf(() => connect(url.replace(/\/test\d+$/, "/absent"))))).toBe(false);
  });
});

test("an error is as passing as what caused it", () => {
  const refused = Object.assign(new Error(""), { code: "ECONNREFUSED" });
  expect(isTransient(new Error("cannot open the store", { cause: refused }))).toBe(true);
  expect(isTransient(new AggregateError([refused]))).toBe(true);
  expect(isTransient(new Error("cannot open the store"))).toBe(false);
  expect(isTransient("ECONNREFUSED")).toBe(false);
});
