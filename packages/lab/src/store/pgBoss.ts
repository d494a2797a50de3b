import { sql } from "kysely";
import type { Pool } from "pg";
import { fromKysely, type JobInsert, PgBoss } from "pg-boss";
import type { QueuedTrial, QueueMaker } from "./queue.js";

/** How soon a trial goes to another worker, in seconds. */
export interface Patience {
  /** A worker that has not beaten for so long is taken for dead. */
  heartbeatSeconds: number;
  /** How often someone looks for workers taken for dead. */
  superviseSeconds: number;
}

/** pg-boss' own schema, and the one queue in it. */
const schema = "lehr_queue";
const queueName = "trials";

/**
 * Jobs are never given up and never grow old (68 years): what has become of a trial is for its table to say. pg-boss
 * ends jobs that run for a day and deletes those that wait for two weeks, unless `insert`, which unlike `send` lets
 * them be of any length, says otherwise of each.
 */
const forever = 2 ** 31 - 1;

/** Priorities are 32-bit numbers: half of the bits tell studies apart, half the trials of a study. */
const mostTrials = 2 ** 16;
const mostStudies = 2 ** 16;

/**
 * A queue in PostgreSQL, by pg-boss: a job per trial, from `add` to `finish`, in one queue for all studies. Trials
 * are ordered by priority, for which pg-boss has an index; a study is a range of priorities. Jobs are put in and
 * taken out on the caller's own transaction, so queue and tables never disagree.
 *
 * Any number of processes may use it; each looks for dead workers now and then, and pg-boss sees to it that they
 * take turns. Whether a lease still holds is not checked here: the caller has asked the table of trials, within the
 * same transaction.
 *
 * @param pool shared with the store, which closes it.
 */
export const pgBossQueue =
  (pool: Pool, patience: Patience = { heartbeatSeconds: 60, superviseSeconds: 20 }): QueueMaker =>
  async (database) => {
    const boss = new PgBoss({
      db: { executeSql: (text, values) => pool.query(text, values) },
      schema,
      superviseIntervalSeconds: patience.superviseSeconds,
      monitorIntervalSeconds: patience.superviseSeconds,
      schedule: false,
      registerInstance: false,
      reindex: false,
      openTelemetry: { enabled: false },
    });
    // Supervision looks again at its next turn; what someone waits for throws by itself.
    boss.on("error", () => {});
    const close = () => boss.stop({ graceful: false });
    const start = async () => {
      await boss.start();
      await boss.createQueue(queueName);
    };
    try {
      if (await boss.isInstalled()) await start();
      else {
        await database.transaction().execute(async (within) => {
          // Two processes that make the schema at once would get in each other's way.
          await sql`select pg_advisory_xact_lock(hashtext(${schema}))`.execute(within);
          await start();
        });
      }
    } catch (error) {
      await close();
      throw error;
    }

    const jobOf = (trial: QueuedTrial): JobInsert => ({
      id: jobId(trial.id),
      priority: priorityOf(trial.studyId, trial.position),
      data: { trial: trial.id, study: trial.studyId, position: trial.position },
      retryLimit: forever,
      expireInSeconds: forever,
      retentionSeconds: forever,
      heartbeatSeconds: patience.heartbeatSeconds,
    });

    return {
      async add(within, trials) {
        await boss.insert(queueName, trials.map(jobOf), { db: fromKysely(within), returnId: false });
      },
      async take(_token, studyId) {
        const range =
          studyId === undefined
            ? {}
            : { maxPriority: priorityOf(studyId, 0), minPriority: priorityOf(studyId, mostTrials - 1) };
        const [job] = await boss.fetch<{ trial: number }>(queueName, { db: fromKysely(database), ...range });
        return job?.data.trial;
      },
      async beat(id) {
        await boss.touch(queueName, jobId(id), { db: fromKysely(database) });
      },
      async finish(within, id) {
        await boss.deleteJob(queueName, jobId(id), { db: fromKysely(within) });
      },
      async giveBack(within, id) {
        // What failed is retried at once, in its old place.
        await boss.fail(queueName, jobId(id), null, { db: fromKysely(within) });
      },
      async removeStudy(within, studyId) {
        const db = fromKysely(within);
        const jobs = await boss.findJobs(queueName, { data: { study: studyId }, db });
        const ids = jobs.map(({ id }) => id);
        if (ids.length > 0) await boss.deleteJob(queueName, ids, { db });
      },
      close,
    };
  };

/** A trial's job, findable without asking: the trial's key as the UUID that pg-boss wants. */
const jobId = (trial: number) => `00000000-0000-0000-0000-${trial.toString(16).padStart(12, "0")}`;

/** Higher goes first: earlier studies, then earlier trials. */
function priorityOf(studyId: number, position: number): number {
  if (position >= mostTrials)
    throw new RangeError(`a study in PostgreSQL has at most ${mostTrials} trials, got position ${position}`);
  if (studyId >= mostStudies)
    throw new RangeError(`a PostgreSQL store has room for ${mostStudies} studies, this is number ${studyId}`);
  return 2 ** 31 - 1 - (studyId * mostTrials + position);
}
