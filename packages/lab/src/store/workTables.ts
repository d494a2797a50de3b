import { randomUUID } from "node:crypto";
import { type ExpressionBuilder, type Kysely, sql, type Transaction } from "kysely";
import type { Trial } from "../training/trial.js";
import { settleRung } from "./halving.js";
import { isOrphan, leaseTime, mostAttempts } from "./leases.js";
import type { Queue } from "./queue.js";
import { epochRow } from "./rows.js";
import type { Database } from "./schema.js";
import type { Ending, Lease, Store, StudySpec, Taken } from "./store.js";
import type { StudyTables } from "./studyTables.js";

type Work = Omit<Store, keyof StudyTables | "close">;

/** The part of a store that workers use, over its tables. */
export function workTables(database: Kysely<Database>, queue: Queue): Work {
  const transaction = <T>(job: (within: Transaction<Database>) => Promise<T>) =>
    database.transaction().execute(job);

  const giveBack: Work["giveBack"] = (lease, crash) =>
    transaction(async (within) => {
      const row = await leased(within, lease)
        .set({
          state: "waiting",
          epoch_share: 0,
          lease: null,
          lease_until: null,
          ...(crash !== undefined && { message: crash, attempts: sql`attempts + 1` }),
        })
        .returning("attempts")
        .executeTakeFirst();
      if (row === undefined) return;
      if (row.attempts < mostAttempts) await queue.giveBack(within, lease.trialId, lease.token);
      else await fail(within, queue, lease, crash ?? "its workers died");
    });

  return {
    async take(worker, study, except = []) {
      for (const studyId of await choicesOf(database, study, except)) {
        for (;;) {
          const token = randomUUID();
          const id = await queue.take(token, studyId);
          if (id === undefined) break;
          const taken = await transaction((within) => begin(within, queue, worker, { trialId: id, token }));
          if (taken !== undefined) return taken;
        }
      }
      return undefined;
    },

    async workLeft(study, except = []) {
      let left = toDo(database).select("id").limit(1);
      if (study !== undefined) left = left.where("study_id", "=", keysOf(database, [study]));
      if (except.length > 0) left = left.where("study_id", "not in", keysOf(database, except));
      return (await left.executeTakeFirst()) !== undefined;
    },

    async beat(lease, epochShare) {
      const { numUpdatedRows } = await leased(database, lease)
        .set({ epoch_share: epochShare, lease_until: Date.now() + leaseTime })
        .executeTakeFirst();
      if (numUpdatedRows === 0n) return false;
      await queue.beat(lease.trialId, lease.token);
      return true;
    },

    record: (lease, epoch, seconds, checkpoint) =>
      transaction(async (within) => {
        const { numUpdatedRows } = await leased(within, lease)
          .set({
            epochs_done: sql`case when epochs_done < ${epoch.epoch} then ${epoch.epoch} else epochs_done end`,
            seconds: sql`seconds + case when epochs_done < ${epoch.epoch} then cast(${seconds} as double precision) else 0 end`,
            epoch_share: 0,
            attempts: 0,
            lease_until: Date.now() + leaseTime,
            ...(epoch.testError !== null && { test_error: epoch.testError }),
          })
          .executeTakeFirst();
        if (numUpdatedRows === 0n) return false;
        await within
          .insertInto("epochs")
          .values(epochRow(lease.trialId, epoch))
          .onConflict((conflict) => conflict.doNothing())
          .execute();
        if (checkpoint !== null) await keep(within, lease, checkpoint);
        return true;
      }),

    saveCheckpoint: (lease, checkpoint) =>
      transaction(async (within) => {
        const { numUpdatedRows } = await leased(within, lease)
          .set({ lease_until: Date.now() + leaseTime })
          .executeTakeFirst();
        if (numUpdatedRows === 0n) return false;
        await keep(within, lease, checkpoint);
        return true;
      }),

    async checkpoint({ trialId }) {
      const row = await database
        .selectFrom("checkpoints")
        .select("state")
        .where("trial_id", "=", trialId)
        .executeTakeFirst();
      return row && new Uint8Array(row.state);
    },

    pause: (lease) =>
      transaction(async (within) => {
        const paused = await leased(within, lease)
          .set({ state: "paused", lease: null, lease_until: null })
          .returning(ofStudy)
          .executeTakeFirst();
        if (paused === undefined) return false;
        await queue.finish(within, lease.trialId, lease.token);
        await settle(within, queue, paused);
        return true;
      }),

    end: (lease, ending) => transaction((within) => end(within, queue, lease, ending)),

    giveBack,

    async giveBackOrphans() {
      const running = await database
        .selectFrom("trials")
        .select(["id", "lease", "worker"])
        .where("state", "=", "running")
        .execute();
      for (const { id, lease, worker } of running) {
        if (lease !== null && worker !== null && isOrphan(worker)) {
          await giveBack({ trialId: id, token: lease });
        }
      }
    },
  };
}

/** The row of a trial as long as the lease holds. */
function leased(database: Kysely<Database>, { trialId, token }: Lease) {
  return database.updateTable("trials").where("id", "=", trialId).where("lease", "=", token);
}

/** Notes that a trial runs, unless it has been run too often or needs no running. */
async function begin(
  within: Transaction<Database>,
  queue: Queue,
  worker: string,
  lease: Lease,
): Promise<Taken | undefined> {
  const row = await within
    .selectFrom("trials")
    .innerJoin("studies", "studies.id", "trials.study_id")
    .selectAll("trials")
    .select("studies.name")
    .where("trials.id", "=", lease.trialId)
    .executeTakeFirst();
  if (row === undefined || row.state === "done" || row.state === "paused") {
    await queue.finish(within, lease.trialId, lease.token);
    return undefined;
  }
  if (row.lease !== null && row.lease !== lease.token && isHeld(row.lease_until)) return undefined;
  // It was running, and whoever ran it has let the lease run out.
  const attempts = row.attempts + (row.state === "running" ? 1 : 0);
  const { numUpdatedRows } = await within
    .updateTable("trials")
    .set({
      state: "running",
      worker,
      attempts,
      epoch_share: 0,
      lease: lease.token,
      lease_until: Date.now() + leaseTime,
    })
    .where("id", "=", lease.trialId)
    .where("lease", "is not distinct from", row.lease)
    .executeTakeFirst();
  // Whoever ran it has ended it, or given it back, since we looked.
  if (numUpdatedRows === 0n) return undefined;
  if (attempts >= mostAttempts) {
    await fail(within, queue, lease, `its worker ${row.worker} showed no sign of life`);
    return undefined;
  }
  return {
    lease,
    study: row.name,
    trial: JSON.parse(row.spec) as Trial,
    untilEpoch: row.until_epoch,
    epochsDone: row.epochs_done,
  };
}

/**
 * Whether a worker shows signs of life to the table of trials, whatever the queue has heard of it. What lies further
 * ahead than a lease lasts was said by a clock that is wrong.
 */
function isHeld(leaseUntil: number | null): boolean {
  const left = (leaseUntil ?? 0) - Date.now();
  return left > 0 && left <= leaseTime;
}

async function fail(within: Transaction<Database>, queue: Queue, lease: Lease, reason: string) {
  await within.updateTable("trials").set({ lease: lease.token }).where("id", "=", lease.trialId).execute();
  const message = `given up after ${mostAttempts} attempts: ${reason}`;
  await end(within, queue, lease, { outcome: "failed", message });
}

async function end(
  within: Transaction<Database>,
  queue: Queue,
  lease: Lease,
  { outcome, message, measures, solution }: Ending,
): Promise<boolean> {
  const ended = await leased(within, lease)
    .set({
      state: "done",
      outcome,
      message: message ?? null,
      measures: measures === undefined ? null : JSON.stringify(measures),
      epoch_share: 0,
      lease: null,
      lease_until: null,
    })
    .returning(ofStudy)
    .executeTakeFirst();
  if (ended === undefined) return false;
  await within.deleteFrom("checkpoints").where("trial_id", "=", lease.trialId).execute();
  if (solution !== undefined) {
    await within.insertInto("solutions").values({ trial_id: lease.trialId, weights: solution }).execute();
  }
  await queue.finish(within, lease.trialId, lease.token);
  await settle(within, queue, ended);
  return true;
}

async function keep(within: Transaction<Database>, { trialId }: Lease, state: Uint8Array): Promise<void> {
  await within
    .insertInto("checkpoints")
    .values({ trial_id: trialId, state })
    .onConflict((conflict) => conflict.column("trial_id").doUpdateSet({ state }))
    .execute();
}

/** The study of a trial that was updated: its key, and what was asked for, as JSON. */
const ofStudy = ({ selectFrom }: ExpressionBuilder<Database, "trials">) =>
  [
    "study_id",
    selectFrom("studies").select("spec").whereRef("studies.id", "=", "trials.study_id").as("spec"),
  ] as const;

interface OfStudy {
  study_id: number;
  spec: string | null;
}

/** Once every trial of a rung is there, lets the best go on and stops the others; does nothing without halving. */
async function settle(
  within: Transaction<Database>,
  queue: Queue,
  { study_id: id, spec }: OfStudy,
): Promise<void> {
  const { halving } = JSON.parse(spec!) as StudySpec;
  if (halving === null) return;
  // The study is held until the transaction ends: of two workers that end a rung, the second sees what the first did.
  await within
    .updateTable("studies")
    .set(({ ref }) => ({ name: ref("name") }))
    .where("id", "=", id)
    .execute();
  const rows = await within
    .selectFrom("trials")
    .selectAll()
    .where("study_id", "=", id)
    .where((of) => of.or([of("state", "!=", "done"), of("outcome", "in", ["diverged", "failed"])]))
    .orderBy("position")
    .execute();
  const [first, ...others] = rows.filter(({ state }) => state !== "done");
  if (first === undefined || [first, ...others].some(({ state }) => state !== "paused")) return;
  const there = rows
    .filter((row) => row.until_epoch <= first.until_epoch)
    .map((row) => ({
      id: row.id,
      trial: JSON.parse(row.spec) as Trial,
      untilEpoch: row.until_epoch,
      state: row.state === "paused" ? ("paused" as const) : ("lost" as const),
      testError: row.test_error,
    }));
  const { promoted, stopped } = settleRung(there, halving);
  for (const trialId of stopped) {
    await within
      .updateTable("trials")
      .set({ state: "done", outcome: "stopped" })
      .where("id", "=", trialId)
      .execute();
    await within.deleteFrom("checkpoints").where("trial_id", "=", trialId).execute();
  }
  for (const { id: trialId, untilEpoch } of promoted) {
    await within
      .updateTable("trials")
      .set({ state: "waiting", until_epoch: untilEpoch })
      .where("id", "=", trialId)
      .execute();
  }
  const positions = new Map(rows.map((row) => [row.id, row.position]));
  await queue.add(
    within,
    promoted.map(({ id: trialId }) => ({ id: trialId, studyId: id, position: positions.get(trialId)! })),
  );
}

/** The trials that are not done, in the words of the index. */
const toDo = (database: Kysely<Database>) =>
  database.selectFrom("trials").where(sql<boolean>`state != 'done'`);

/** The keys of studies of these names. */
const keysOf = (database: Kysely<Database>, names: readonly string[]) =>
  database.selectFrom("studies").select("id").where("name", "in", names);

/** The studies to take from, in turn; undefined stands for any. */
async function choicesOf(
  database: Kysely<Database>,
  study: string | undefined,
  except: readonly string[],
): Promise<(number | undefined)[]> {
  if (study !== undefined) return [await idOf(database, study)];
  if (except.length === 0) return [undefined];
  const others = await toDo(database)
    .select("study_id")
    .distinct()
    .where("study_id", "not in", keysOf(database, except))
    .orderBy("study_id")
    .execute();
  return others.map(({ study_id: id }) => id);
}

async function idOf(database: Kysely<Database>, study: string): Promise<number> {
  const row = await database.selectFrom("studies").select("id").where("name", "=", study).executeTakeFirst();
  if (row === undefined) throw new Error(`there is no study named "${study}"`);
  return row.id;
}
