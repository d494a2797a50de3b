import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import { UsageError } from "../usageError.js";
import { migrate } from "./migrations/index.js";
import { pgBossQueue } from "./pgBoss.js";
import { withoutPassword } from "./place.js";
import type { Database } from "./schema.js";
import { sqlStore } from "./sqlStore.js";
import type { Store } from "./store.js";

/** Connections of one process: whatever it does, and beside it a sign of life or a look for dead workers. */
const mostConnections = 2;

/** How long a server may take to let us in, in milliseconds. */
const longestConnect = 10_000;

/**
 * Opens, or makes, a store in a PostgreSQL database: the tables of the store in the schema that is its default, the
 * queue in the schema "lehr_queue". Any number of processes on any number of machines may use it at once.
 *
 * A server that goes away makes calls fail, with errors that `isTransient` knows, and nothing else; they succeed
 * again when it is back.
 *
 * @param url postgres://user:password@host:port/database; the database must be there, its user may create tables.
 * @throws UsageError if the database cannot be opened, caused by the error that says why.
 */
export async function openPostgres(url: string): Promise<Store> {
  try {
    const pool = connectionPool(url);
    const database = kyselyOver(pool);
    try {
      await migrate(database);
      return sqlStore(database, await pgBossQueue(pool)(database));
    } catch (error) {
      await database.destroy();
      throw error;
    }
  } catch (error) {
    const reason =
      error instanceof Error ? error.message || String((error as { code?: string }).code) : error;
    throw new UsageError(`cannot open the store ${withoutPassword(url)}: ${reason}`, { cause: error });
  }
}

/** Connections that are made when wanted, and made anew when they have broken. */
export function connectionPool(url: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: "lehr",
    max: mostConnections,
    connectionTimeoutMillis: longestConnect,
    // So that a host that vanished is noticed while we wait for its answer.
    keepAlive: true,
    keepAliveInitialDelayMillis: longestConnect,
    types: { getTypeParser },
  });
  // A connection that breaks while nothing is asked of it, in the pool or between two statements of a transaction,
  // is nobody's error: the next statement says so. Unheard, it would end the process.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  return pool;
}

/** The tables of a store, over a pool that closes with it. */
export const kyselyOver = (pool: pg.Pool) => new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });

/** Whole numbers of 64 bits as numbers: ours (keys, counts, milliseconds) stay below 2^53. The rest as pg reads it. */
const getTypeParser: typeof pg.types.getTypeParser = (type: number, format?: "text" | "binary") =>
  type === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(type, format as "text");
