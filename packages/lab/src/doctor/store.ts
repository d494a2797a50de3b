import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { openStore } from "../store/openStore.js";
import { isServer, isThere, withoutPassword } from "../store/place.js";
import { type Check, fail, ok, reasonOf } from "./check.js";

/** How long a server may take to answer, in milliseconds. */
const patience = 5000;

/** Whether a store can be used; one that is not there yet is not made. */
export async function checkStore(store: string): Promise<Check> {
  try {
    return ok("store", isServer(store) ? await describeServer(store) : await describeFile(store));
  } catch (error) {
    const advice = isServer(store)
      ? "is the server running, and is --store right?"
      : "name another file by --store or LEHR_STORE";
    return fail("store", `${withoutPassword(store)}: ${reasonOf(error)}`, advice);
  }
}

async function describeFile(path: string): Promise<string> {
  const { default: Sqlite } = await import("libsql");
  const memory = new Sqlite(":memory:");
  const { version } = memory.prepare("select sqlite_version() as version").get() as { version: string };
  memory.close();
  const sqlite = `SQLite ${version}`;
  if (!(await isThere(path))) {
    await checkWritable(dirname(resolve(path)));
    return `${path} is not there yet, the first study makes it; ${sqlite}`;
  }
  const opened = await openStore(path);
  try {
    const { length } = await opened.studies();
    return `${path} with ${length} ${length === 1 ? "study" : "studies"}; ${sqlite}`;
  } finally {
    await opened.close();
  }
}

/** @throws Error unless the nearest folder that exists can be written to. */
async function checkWritable(folder: string): Promise<void> {
  if (!(await isThere(folder)) && dirname(folder) !== folder) return checkWritable(dirname(folder));
  await access(folder, constants.W_OK | constants.X_OK).catch(() => {
    throw new Error(`${folder} cannot be written to`);
  });
}

async function describeServer(url: string): Promise<string> {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: patience });
  try {
    await client.connect();
    const { rows } = await client.query<{ server_version: string }>("show server_version");
    return `${withoutPassword(url)} answers; PostgreSQL ${rows[0]!.server_version}`;
  } finally {
    await client.end();
  }
}
