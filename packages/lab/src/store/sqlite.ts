import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { CompiledQuery, type DatabaseConnection, Kysely, SqliteDialect, SqliteDriver } from "kysely";
import Sqlite from "libsql";
import { fileError } from "../fileErrors.js";
import { UsageError } from "../usageError.js";
import { embeddedQueue } from "./embeddedQueue.js";
import { migrate } from "./migrations/index.js";
import type { Database } from "./schema.js";
import { sqlStore } from "./sqlStore.js";
import type { Store } from "./store.js";

/** How long a call waits for others to have written, in milliseconds. */
const busyTimeout = 20_000;

/**
 * Opens, or makes, a store in one SQLite file. With its write-ahead log any number of processes of this machine read
 * while one writes; those that write take turns. A file on a network drive is not safe: use PostgreSQL.
 *
 * What was stored survives the end of the process, `kill -9` included; at a power cut the last moments may be lost,
 * never more.
 *
 * @param path its folder is made if it is not there.
 * @throws UsageError if the file cannot be opened, made or read as a store, caused by the error that says why.
 */
export async function openSqlite(path: string): Promise<Store> {
  let connection: Sqlite.Database | undefined;
  try {
    mkdirSync(dirname(path), { recursive: true });
    connection = new Sqlite(path);
    connection.pragma(`busy_timeout = ${busyTimeout}`);
    connection.pragma("journal_mode = WAL");
    connection.pragma("synchronous = NORMAL");
    connection.pragma("foreign_keys = ON");
    const database = new Kysely<Database>({ dialect: new ImmediateDialect({ database: connection }) });
    await migrate(database);
    return sqlStore(database, await embeddedQueue(database));
  } catch (error) {
    connection?.close();
    const told = fileError(error, path, "choose another --store") as Error;
    const message = told === error ? `cannot open the store ${path}: ${told.message}` : told.message;
    throw new UsageError(message, { cause: error });
  }
}

/**
 * Transactions take the right to write at their beginning: one that reads first and then writes would fail, without
 * waiting, where another has written in between.
 */
class ImmediateDialect extends SqliteDialect {
  readonly #config: { database: Sqlite.Database };

  constructor(config: { database: Sqlite.Database }) {
    super(config);
    this.#config = config;
  }

  override createDriver() {
    return new ImmediateDriver(this.#config.database);
  }
}

class ImmediateDriver extends SqliteDriver {
  readonly #database: Sqlite.Database;

  constructor(database: Sqlite.Database) {
    super({ database });
    this.#database = database;
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw("begin immediate"));
  }
  /** Of a full disk, SQLite rolls back by itself; to do so once more would hide why. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#database.inTransaction) await super.rollbackTransaction(connection);
  }
}
