import { type Kysely, sql } from "kysely";
import type { Queue } from "./queue.js";
import type { Database } from "./schema.js";
import type { StudySpec } from "./store.js";

/** Lets the failed trials of a study wait again, under halving from the first rung on. @returns how many there were. */
export function retryFailed(database: Kysely<Database>, queue: Queue, name: string): Promise<number> {
  return database.transaction().execute(async (within) => {
    const study = await within
      .selectFrom("studies")
      .select(["id", "spec"])
      .where("name", "=", name)
      .executeTakeFirst();
    if (study === undefined) return 0;
    const { halving } = JSON.parse(study.spec) as StudySpec;
    const failed = await within
      .updateTable("trials")
      .set({
        state: "waiting",
        outcome: null,
        attempts: 0,
        ...(halving !== null && {
          until_epoch: sql`case when epochs < ${halving.firstRung} then epochs else ${halving.firstRung} end`,
        }),
      })
      .where("study_id", "=", study.id)
      .where("outcome", "=", "failed")
      .returning(["id", "study_id as studyId", "position"])
      .execute();
    if (failed.length === 0) return 0;
    await within.updateTable("studies").set({ comparison: null }).where("id", "=", study.id).execute();
    await queue.add(within, failed);
    return failed.length;
  });
}
