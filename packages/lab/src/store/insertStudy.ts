import type { Insertable, Transaction } from "kysely";
import type { Json } from "../json.js";
import { UsageError } from "../usageError.js";
import type { Queue } from "./queue.js";
import type { Database } from "./schema.js";
import type { StudySpec } from "./store.js";

/** Rows put in with one statement: engines limit how many values one may have. */
export const rowsAtOnce = 500;

/** Adds a study without trials. @returns its key. @throws UsageError if there is one of that name. */
export async function insertStudy(
  within: Transaction<Database>,
  spec: StudySpec,
  createdAt: number,
  comparison: Json | null = null,
): Promise<number> {
  const { name, plan } = spec;
  const study = await within
    .insertInto("studies")
    .values({
      name,
      experiment: plan.experiment,
      preset: plan.preset,
      spec: JSON.stringify(spec),
      created_at: createdAt,
      comparison: comparison === null ? null : JSON.stringify(comparison),
    })
    .onConflict((conflict) => conflict.column("name").doNothing())
    .returning("id")
    .executeTakeFirst();
  if (study === undefined) throw new UsageError(`there is a study named "${name}" already`);
  return study.id;
}

/** Adds trials to a study; those that wait get their turns. @returns their keys by position. */
export async function insertTrials(
  within: Transaction<Database>,
  queue: Queue,
  studyId: number,
  rows: readonly Omit<Insertable<Database["trials"]>, "id" | "study_id">[],
): Promise<Map<number, number>> {
  const keys = new Map<number, number>();
  for (let from = 0; from < rows.length; from += rowsAtOnce) {
    const added = await within
      .insertInto("trials")
      .values(rows.slice(from, from + rowsAtOnce).map((row) => ({ ...row, study_id: studyId })))
      .returning(["id", "position", "state"])
      .execute();
    for (const { id, position } of added) keys.set(position, id);
    const waiting = added.filter(({ state }) => state === "waiting");
    await queue.add(
      within,
      waiting.map(({ id, position }) => ({ id, studyId, position })),
    );
  }
  return keys;
}
