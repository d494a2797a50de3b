import { shortDataset } from "../data/datasetReference.js";
import { type LoadOptions, loadDataset } from "../data/index.js";
import { parameterCount } from "../models/model.js";
import type { TaskDescription } from "../results.js";
import type { Task } from "../training/trial.js";
import { UsageError } from "../usageError.js";
import { imageClassification } from "./imageClassification.js";
import type { LearningTask } from "./learningTask.js";
import { readModule } from "./loadModule.js";
import { loadUserTask } from "./loadUserTask.js";
import { isModule, modulePath } from "./moduleReference.js";

export { checkTask } from "./checkTask.js";

export interface LoadTaskOptions extends LoadOptions {
  /** What a study that goes on began with: it has to hold the same data. */
  known?: TaskDescription;
}

/**
 * Loads what a study is about, with its data.
 *
 * @throws UsageError for what there is not, and where it holds other data than it did.
 */
export async function loadTask(
  task: Task,
  { known, ...options }: LoadTaskOptions = {},
): Promise<LearningTask> {
  const loaded = isModule(task.dataset)
    ? await loadUserTask(task)
    : imageClassification(await loadDataset(task.dataset, options), task);
  // A study that is older than the hash has none.
  if (known?.data === undefined || known.data === loaded.data) return loaded;
  throw new UsageError(
    `${task.dataset} does not hold the data here that the study began with, and its trials would mix two datasets; ` +
      "put those data there, or begin another study with --name",
  );
}

/** A task as results tell it. */
export function describeTask(task: Task, loaded: LearningTask): TaskDescription {
  const { classes, trainSize, testSize, problem, source, data } = loaded;
  const name = isModule(task.dataset) ? loaded.name : shortDataset(loaded.name);
  return {
    ...{ ...task, name, classes, trainSize, testSize, parameters: parameterCount(problem) },
    ...(source !== undefined && { source }),
    ...(data !== undefined && { data }),
  };
}

/**
 * Makes sure, before anything is loaded, that a study would go on with the module that it began with. Of its data
 * `loadTask` makes sure.
 *
 * @throws UsageError if its task is a module that has changed since, or is there no more.
 */
export async function checkUnchanged({ dataset, source }: TaskDescription): Promise<void> {
  if (!isModule(dataset)) return;
  const path = modulePath(dataset);
  if ((await readModule(path)).hash === source) return;
  throw new UsageError(
    `${path} has changed since the study began, and its trials would mix two tasks; ` +
      "undo the change, or begin another study with --name",
  );
}
