import { type Kysely, sql } from "kysely";
import type { Json } from "../json.js";
import type { EpochResult } from "../results.js";
import type { Trial } from "../training/trial.js";
import { exportStudy, importStudy } from "./copyStudy.js";
import { firstStop } from "./halving.js";
import { insertStudy, insertTrials } from "./insertStudy.js";
import type { Queue } from "./queue.js";
import { retryFailed } from "./retryFailed.js";
import { epochOf, recordOf } from "./rows.js";
import type { Database } from "./schema.js";
import type { Store, StudyProgress, StudySpec } from "./store.js";

/** The part of a store that keeps and shows studies. */
export type StudyTables = Pick<
  Store,
  | "addStudy"
  | "study"
  | "studies"
  | "progress"
  | "trials"
  | "epochs"
  | "solution"
  | "stateOf"
  | "comparison"
  | "keepComparison"
  | "retryFailed"
  | "removeStudy"
  | "exportStudy"
  | "importStudy"
>;

/** The part of a store that keeps and shows studies, over its tables. */
export function studyTables(database: Kysely<Database>, queue: Queue): StudyTables {
  const trialAt = (study: string, position: number) =>
    database
      .selectFrom("trials")
      .innerJoin("studies", "studies.id", "trials.study_id")
      .select("trials.id")
      .where("studies.name", "=", study)
      .where("trials.position", "=", position);

  return {
    addStudy: (spec, trials) => addStudy(database, queue, spec, trials),

    async study(name) {
      const row = await database
        .selectFrom("studies")
        .select("spec")
        .where("name", "=", name)
        .executeTakeFirst();
      return row && (JSON.parse(row.spec) as StudySpec);
    },

    async studies() {
      const rows = await database
        .selectFrom("studies")
        .leftJoin("trials", "trials.study_id", "studies.id")
        .select(["studies.name", "studies.experiment", "studies.preset", "studies.created_at as createdAt"])
        .select(({ fn }) => {
          const count = fn.count<number>("trials.id");
          return [
            count.as("trials"),
            count.filterWhere("trials.state", "=", "waiting").as("waiting"),
            count.filterWhere("trials.state", "=", "running").as("running"),
            count.filterWhere("trials.state", "=", "paused").as("paused"),
            count.filterWhere("trials.state", "=", "done").as("done"),
            count.filterWhere("trials.outcome", "=", "failed").as("failed"),
            fn
              .min<number | null>("trials.test_error")
              .filterWhere("trials.outcome", "=", "finished")
              .as("bestError"),
          ];
        })
        .groupBy(["studies.id", "studies.name", "studies.experiment", "studies.preset", "studies.created_at"])
        .orderBy("studies.id")
        .execute();
      return rows;
    },

    progress: (study) => progress(database, study),

    async trials(study) {
      const rows = await database
        .selectFrom("trials")
        .innerJoin("studies", "studies.id", "trials.study_id")
        .selectAll("trials")
        .where("studies.name", "=", study)
        .orderBy("position")
        .execute();
      return rows.map(recordOf);
    },

    async epochs(study) {
      const rows = await database
        .selectFrom("epochs")
        .innerJoin("trials", "trials.id", "epochs.trial_id")
        .innerJoin("studies", "studies.id", "trials.study_id")
        .selectAll("epochs")
        .select("trials.position")
        .where("studies.name", "=", study)
        .orderBy("trials.position")
        .orderBy("epochs.epoch")
        .execute();
      const byPosition = new Map<number, EpochResult[]>();
      for (const row of rows) {
        const epochs = byPosition.get(row.position) ?? [];
        byPosition.set(row.position, epochs);
        epochs.push(epochOf(row));
      }
      return byPosition;
    },

    async solution(study, position) {
      const row = await database
        .selectFrom("solutions")
        .select("weights")
        .where("trial_id", "=", trialAt(study, position))
        .executeTakeFirst();
      return row && new Uint8Array(row.weights);
    },

    async stateOf(study, position) {
      const row = await database
        .selectFrom("checkpoints")
        .select("state")
        .where("trial_id", "=", trialAt(study, position))
        .executeTakeFirst();
      return row && new Uint8Array(row.state);
    },

    async comparison(study) {
      const row = await database
        .selectFrom("studies")
        .select("comparison")
        .where("name", "=", study)
        .executeTakeFirst();
      return row?.comparison == null ? undefined : (JSON.parse(row.comparison) as Json);
    },

    async keepComparison(study, comparison) {
      await database
        .updateTable("studies")
        .set({ comparison: JSON.stringify(comparison) })
        .where("name", "=", study)
        .execute();
    },

    retryFailed: (study) => retryFailed(database, queue, study),
    exportStudy: (name) => exportStudy(database, name),
    importStudy: (study) => importStudy(database, queue, study),

    removeStudy: (name) =>
      database.transaction().execute(async (within) => {
        const named = within.selectFrom("studies").select("id").where("name", "=", name);
        // Trials that are being run before the study: a worker that ends a rung holds them in this order.
        await within
          .updateTable("trials")
          .set({ lease: null })
          .where("study_id", "=", named)
          .where("lease", "is not", null)
          .execute();
        const study = await within
          .updateTable("studies")
          .set(({ ref }) => ({ name: ref("name") }))
          .where("name", "=", name)
          .returning("id")
          .executeTakeFirst();
        if (study === undefined) return false;
        // Workers have lost its trials, and take no more of them, so that none adds to what is being deleted.
        await within.updateTable("trials").set({ lease: null }).where("study_id", "=", study.id).execute();
        await queue.removeStudy(within, study.id);
        const own = within.selectFrom("trials").select("id").where("study_id", "=", study.id);
        await within.deleteFrom("checkpoints").where("trial_id", "in", own).execute();
        await within.deleteFrom("solutions").where("trial_id", "in", own).execute();
        await within.deleteFrom("epochs").where("trial_id", "in", own).execute();
        await within.deleteFrom("trials").where("study_id", "=", study.id).execute();
        await within.deleteFrom("studies").where("id", "=", study.id).execute();
        return true;
      }),
  };
}

function addStudy(
  database: Kysely<Database>,
  queue: Queue,
  spec: StudySpec,
  trials: readonly Trial[],
): Promise<void> {
  return database.transaction().execute(async (within) => {
    const studyId = await insertStudy(within, spec, Date.now());
    const rows = trials.map((trial, position) => ({
      position,
      spec: JSON.stringify(trial),
      state: "waiting" as const,
      epochs: trial.epochs,
      until_epoch: firstStop(trial.epochs, spec.halving),
      epochs_done: 0,
      epoch_share: 0,
      attempts: 0,
      seconds: 0,
    }));
    await insertTrials(within, queue, studyId, rows);
  });
}

async function progress(database: Kysely<Database>, study: string): Promise<StudyProgress> {
  const own = database.selectFrom("studies").select("id").where("name", "=", study);
  const sums = await database
    .selectFrom("trials")
    .select(({ fn }) => [
      fn.countAll<number>().as("trials"),
      fn.countAll<number>().filterWhere("state", "=", "done").as("done"),
      fn.countAll<number>().filterWhere("outcome", "=", "failed").as("failed"),
      fn.sum<number | null>("epochs").as("epochs"),
      fn
        .sum<number | null>(sql`case when state = 'done' then epochs else epochs_done + epoch_share end`)
        .as("epochsDone"),
      fn.min<number | null>("test_error").filterWhere("outcome", "=", "finished").as("bestError"),
    ])
    .where("study_id", "=", own)
    .executeTakeFirstOrThrow();
  if (sums.trials === 0) throw new Error(`there is no study named "${study}"`);
  const running = await database
    .selectFrom("trials")
    .select(["position", "spec", "epochs_done", "epoch_share"])
    .where("study_id", "=", own)
    .where("state", "=", "running")
    .orderBy("position")
    .execute();
  return {
    ...sums,
    epochs: sums.epochs ?? 0,
    epochsDone: sums.epochsDone ?? 0,
    running: running.map(({ position, spec, epochs_done: epochsDone, epoch_share: epochShare }) => ({
      position,
      trial: JSON.parse(spec) as Trial,
      epochsDone,
      epochShare,
    })),
  };
}
