import type { Kysely } from "kysely";
import type { Queue } from "./queue.js";
import type { Database } from "./schema.js";
import type { Store } from "./store.js";
import { studyTables } from "./studyTables.js";
import { workTables } from "./workTables.js";

/** A store over tables that `migrate` has made, on any engine, with the queue that belongs to it. */
export function sqlStore(database: Kysely<Database>, queue: Queue): Store {
  return {
    ...studyTables(database, queue),
    ...workTables(database, queue),
    async close() {
      await queue.close();
      await database.destroy();
    },
  };
}
