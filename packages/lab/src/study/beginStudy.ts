import { isDeepStrictEqual } from "node:util";
import { absoluteDataset } from "../data/datasetReference.js";
import { showDataProgress } from "../data/showProgress.js";
import { type Plan, trialsOf } from "../experiments/plan.js";
import type { TaskDescription } from "../results.js";
import type { Halving, Store } from "../store/store.js";
import { checkError } from "../tasks/checkError.js";
import { checkUnchanged, describeTask, loadTask } from "../tasks/index.js";
import type { LearningTask } from "../tasks/learningTask.js";
import { runLength } from "../training/trainer.js";
import type { Task, Trial } from "../training/trial.js";
import { UsageError } from "../usageError.js";
import { originOf } from "./origin.js";
import { reusingStudy } from "./reuse.js";
import { knownStudy } from "./storedStudy.js";
import type { Telling } from "./studyEvents.js";

export interface NewStudy {
  name: string;
  plan: Plan;
  /** Default: what the plan says. */
  trials?: readonly Trial[];
  halving?: Halving | null;
}

/** How a study is carried out, as far as its beginning is concerned. */
export interface Beginning extends Telling {
  /** Worker processes of this machine. */
  workers: number;
  /** Studies of the store, and `results.json` files, whose trials a new study takes over; see `reusingStudy`. */
  reuse?: readonly string[];
  /** Trials that failed are run again, where a study goes on. Default false. */
  retryFailed?: boolean;
}

/**
 * Adds a study to a store, unless there is one of that name that asks the same: that one goes on.
 *
 * @returns the study's task, where it was loaded: of a new study, or one that workers of this machine go on with.
 * @throws UsageError if there is another study of that name, and as `loadTask`, `checkError` and `reusingStudy`.
 */
export async function beginStudy(
  store: Store,
  { name, plan, trials = trialsOf(plan), halving = null }: NewStudy,
  beginning: Beginning,
): Promise<LearningTask | undefined> {
  const known = await store.study(name);
  if (known === undefined) {
    const loaded = await prepareTask(plan.task, beginning);
    const task = describeTask(plan.task, loaded);
    checkError(plan.error, task);
    for (const trial of trials) runLength(loaded, plan.task.batchSize, trial);
    const spec = { name, plan, task, halving, origin: originOf(beginning.workers) };
    if (beginning.reuse === undefined) await store.addStudy(spec, trials);
    else await store.importStudy(await reusingStudy(store, spec, trials, beginning.reuse));
    return loaded;
  }
  const asked = JSON.parse(JSON.stringify({ plan, halving, trials }));
  const records = await store.trials(name);
  // A study that is older than absolute paths has what was typed.
  const task = { ...known.plan.task, dataset: absoluteDataset(known.plan.task.dataset) };
  const there = {
    plan: { ...known.plan, task },
    halving: known.halving,
    trials: records.map(({ trial }) => trial),
  };
  if (!isDeepStrictEqual(there, asked)) {
    throw new UsageError(
      `there is a study named "${name}" that asks something else; choose another --name, ` +
        `or delete it: lehr study delete ${name}`,
    );
  }
  return await prepareRest(store, name, beginning);
}

/**
 * Loads the task of a study that is to go on here, unless all is done: workers would fetch missing data too, but none
 * of them would show it.
 *
 * @throws UsageError if there is no such study, and as `loadTask` and `checkUnchanged`.
 */
export async function prepareRest(
  store: Store,
  name: string,
  beginning: Beginning,
): Promise<LearningTask | undefined> {
  const known = await knownStudy(store, name);
  await checkUnchanged(known.task);
  if (beginning.retryFailed) await retryFailed(store, name, beginning);
  const { done, trials } = await store.progress(name);
  if (done === trials || beginning.workers === 0) return undefined;
  return await prepareTask(known.plan.task, beginning, known.task);
}

async function retryFailed(store: Store, name: string, { quiet }: Telling): Promise<void> {
  const retried = await store.retryFailed(name);
  if (!quiet) console.error(`lehr: ${retried} failed ${retried === 1 ? "trial is" : "trials are"} run again`);
}

/**
 * Loads a task, and shows how its data are fetched and read unless it is to be quiet.
 *
 * @param known what a study that goes on began with.
 */
export function prepareTask(task: Task, { quiet }: Telling, known?: TaskDescription): Promise<LearningTask> {
  return loadTask(task, {
    ...(!quiet && { onProgress: showDataProgress() }),
    ...(known !== undefined && { known }),
  });
}
