import { DEFAULT_MIGRATION_TABLE, type Kysely, Migrator, sql } from "kysely";
import type { Database } from "../schema.js";
import { initial } from "./001Initial.js";

/** Every change of the tables, in order; one that was released is never edited. */
const migrations = { "001-initial": initial };

/**
 * Brings the tables of a store up to date. Several processes may do so at once: one does it, the others wait.
 *
 * @throws Error if the store was made by a later version of Lehr.
 */
export async function migrate(database: Kysely<Database>): Promise<void> {
  const migrator = new Migrator({ db: database, provider: { getMigrations: async () => migrations } });
  if (await isUpToDate(database, migrator)) return;
  const { error } = await migrator.migrateToLatest();
  if (error instanceof Error && /previously executed migration .* is missing/.test(error.message)) {
    throw new Error("this store was made by a later version of Lehr; update Lehr to open it", {
      cause: error,
    });
  }
  if (error !== undefined) throw error;
}

/** Asked before any lock is taken: mostly there is nothing to do, and many open a store at once. */
async function isUpToDate(database: Kysely<Database>, migrator: Migrator): Promise<boolean> {
  const ours = await migrator.getMigrations();
  if (ours.some(({ executedAt }) => executedAt === undefined)) return false;
  const executed = sql<{ name: string }>`select name from ${sql.table(DEFAULT_MIGRATION_TABLE)}`;
  return (await executed.execute(database)).rows.length === ours.length;
}
