import type { Kysely } from "kysely";
import type { Json } from "../json.js";
import type { EpochResult } from "../results.js";
import { insertStudy, insertTrials, rowsAtOnce } from "./insertStudy.js";
import type { Queue } from "./queue.js";
import { epochOf, epochRow, recordOf } from "./rows.js";
import type { Database } from "./schema.js";
import type { StudyExport, StudySpec } from "./store.js";

/** Reads all of a study in one transaction that sees a single moment. */
export function exportStudy(database: Kysely<Database>, name: string): Promise<StudyExport | undefined> {
  return database
    .transaction()
    .setIsolationLevel("repeatable read")
    .execute(async (within) => {
      const study = await within
        .selectFrom("studies")
        .selectAll()
        .where("name", "=", name)
        .executeTakeFirst();
      if (study === undefined) return undefined;
      const rows = await within
        .selectFrom("trials")
        .selectAll()
        .where("study_id", "=", study.id)
        .orderBy("position")
        .execute();
      const own = within.selectFrom("trials").select("id").where("study_id", "=", study.id);
      const epochs = new Map<number, EpochResult[]>(rows.map(({ id }) => [id, []]));
      for (const row of await within
        .selectFrom("epochs")
        .selectAll()
        .where("trial_id", "in", own)
        .orderBy("epoch")
        .execute()) {
        epochs.get(row.trial_id)?.push(epochOf(row));
      }
      const checkpoints = new Map(
        (await within.selectFrom("checkpoints").selectAll().where("trial_id", "in", own).execute()).map(
          ({ trial_id: id, state }) => [id, new Uint8Array(state)],
        ),
      );
      const solutions = new Map(
        (await within.selectFrom("solutions").selectAll().where("trial_id", "in", own).execute()).map(
          ({ trial_id: id, weights }) => [id, new Uint8Array(weights)],
        ),
      );
      return {
        spec: JSON.parse(study.spec) as StudySpec,
        createdAt: study.created_at,
        trials: rows.map((row) => ({
          ...recordOf(row),
          untilEpoch: row.until_epoch,
          epochs: epochs.get(row.id)!,
          checkpoint: checkpoints.get(row.id) ?? null,
          solution: solutions.get(row.id) ?? null,
        })),
        comparison: study.comparison === null ? null : (JSON.parse(study.comparison) as Json),
      };
    });
}

/** Adds what {@link exportStudy} read, in one transaction; what was running waits. */
export function importStudy(
  database: Kysely<Database>,
  queue: Queue,
  { spec, createdAt, trials, comparison }: StudyExport,
): Promise<void> {
  return database.transaction().execute(async (within) => {
    const studyId = await insertStudy(within, spec, createdAt, comparison);
    const rows = trials.map((record) => ({
      position: record.position,
      spec: JSON.stringify(record.trial),
      state: record.state === "running" ? ("waiting" as const) : record.state,
      epochs: record.trial.epochs,
      until_epoch: record.untilEpoch,
      epochs_done: record.epochsDone,
      epoch_share: 0,
      attempts: record.attempts,
      worker: record.worker,
      outcome: record.outcome,
      message: record.message,
      test_error: record.testError,
      seconds: record.seconds,
      measures: record.measures === null ? null : JSON.stringify(record.measures),
    }));
    const keys = await insertTrials(within, queue, studyId, rows);
    const epochs = trials.flatMap((record) =>
      record.epochs.map((epoch) => epochRow(keys.get(record.position)!, epoch)),
    );
    for (let from = 0; from < epochs.length; from += rowsAtOnce) {
      await within
        .insertInto("epochs")
        .values(epochs.slice(from, from + rowsAtOnce))
        .execute();
    }
    for (const { position, checkpoint, solution } of trials) {
      const key = { trial_id: keys.get(position)! };
      if (checkpoint !== null) {
        await within
          .insertInto("checkpoints")
          .values({ ...key, state: checkpoint })
          .execute();
      }
      if (solution !== null) {
        await within
          .insertInto("solutions")
          .values({ ...key, weights: solution })
          .execute();
      }
    }
  });
}
