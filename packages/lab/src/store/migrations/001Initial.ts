import { type Kysely, type Migration, PostgresAdapter } from "kysely";

/** Studies, their trials, the epochs of these, the states to go on from, and the solutions found. */
export const initial: Migration = {
  async up(database: Kysely<unknown>) {
    const postgres = database.getExecutor().adapter instanceof PostgresAdapter;
    // SQLite counts up "integer primary key" by itself; PostgreSQL wants to be told.
    const counted = postgres ? "serial" : "integer";
    const bytes = postgres ? "bytea" : "blob";
    await database.schema
      .createTable("studies")
      .addColumn("id", counted, (column) => column.primaryKey())
      .addColumn("name", "text", (column) => column.notNull().unique())
      .addColumn("experiment", "text", (column) => column.notNull())
      .addColumn("preset", "text", (column) => column.notNull())
      .addColumn("spec", "text", (column) => column.notNull())
      .addColumn("created_at", "bigint", (column) => column.notNull())
      .addColumn("comparison", "text")
      .execute();
    await database.schema
      .createTable("trials")
      .addColumn("id", counted, (column) => column.primaryKey())
      .addColumn("study_id", "integer", (column) => column.notNull().references("studies.id"))
      .addColumn("position", "integer", (column) => column.notNull())
      .addColumn("spec", "text", (column) => column.notNull())
      .addColumn("state", "text", (column) => column.notNull())
      .addColumn("epochs", "integer", (column) => column.notNull())
      .addColumn("until_epoch", "integer", (column) => column.notNull())
      .addColumn("epochs_done", "integer", (column) => column.notNull().defaultTo(0))
      .addColumn("epoch_share", "double precision", (column) => column.notNull().defaultTo(0))
      .addColumn("attempts", "integer", (column) => column.notNull().defaultTo(0))
      .addColumn("worker", "text")
      .addColumn("lease", "text")
      .addColumn("lease_until", "bigint")
      .addColumn("outcome", "text")
      .addColumn("message", "text")
      .addColumn("test_error", "double precision")
      .addColumn("seconds", "double precision", (column) => column.notNull().defaultTo(0))
      .addColumn("measures", "text")
      .addUniqueConstraint("trials_place", ["study_id", "position"])
      .execute();
    // Whose turn it is: hardly any of many trials are in it towards the end of a study.
    await database.schema
      .createIndex("trials_to_do")
      .on("trials")
      .columns(["study_id", "position"])
      .where("state" as never, "!=", "done")
      .execute();
    await database.schema
      .createTable("epochs")
      .addColumn("trial_id", "integer", (column) => column.notNull().references("trials.id"))
      .addColumn("epoch", "integer", (column) => column.notNull())
      .addColumn("learning_rate", "double precision", (column) => column.notNull())
      .addColumn("decay", "double precision", (column) => column.notNull())
      .addColumn("train_loss", "double precision", (column) => column.notNull())
      .addColumn("test_loss", "double precision")
      .addColumn("test_error", "double precision")
      .addColumn("test_top5_error", "double precision")
      .addPrimaryKeyConstraint("epochs_key", ["trial_id", "epoch"])
      .execute();
    await database.schema
      .createTable("checkpoints")
      .addColumn("trial_id", "integer", (column) => column.primaryKey().references("trials.id"))
      .addColumn("state", bytes, (column) => column.notNull())
      .execute();
    await database.schema
      .createTable("solutions")
      .addColumn("trial_id", "integer", (column) => column.primaryKey().references("trials.id"))
      .addColumn("weights", bytes, (column) => column.notNull())
      .execute();
  },
};
