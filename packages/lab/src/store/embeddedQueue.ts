import type { Kysely } from "kysely";
import { leaseTime } from "./leases.js";
import type { Queue } from "./queue.js";
import type { Database } from "./schema.js";

/**
 * The queue of a store that is a file: the table of trials itself. What waits, or is leased by someone who shows no
 * sign of life, is handed out in the order of studies and plans.
 */
export async function embeddedQueue(database: Kysely<Database>): Promise<Queue> {
  return {
    async add() {},
    async take(token, studyId) {
      const now = Date.now();
      let next = database
        .selectFrom("trials")
        .select("id")
        .where("state", "in", ["waiting", "running"])
        .where((of) => of.or([of("lease_until", "is", null), of("lease_until", "<", now)]))
        // Says the same once more, in the words of the index.
        .where("state", "!=", "done")
        .orderBy("study_id")
        .orderBy("position")
        .limit(1);
      if (studyId !== undefined) next = next.where("study_id", "=", studyId);
      const row = await database
        .updateTable("trials")
        .set({ lease: token, lease_until: now + leaseTime })
        .where("id", "=", next)
        .returning("id")
        .executeTakeFirst();
      return row?.id;
    },
    async beat() {},
    async finish() {},
    async giveBack() {},
    async removeStudy() {},
    async close() {},
  };
}
