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

/** Loads what a study is about, with its data. @throws UsageError for what there is not. */
export async function loadTask(task: Task, options: LoadOptions = {}): Promise<LearningTask> {
  if (isModule(task.dataset)) return loadUserTask(task);
  return imageClassification(await loadDataset(task.dataset, options), task);
}

/** A task as results tell it. */
export function describeTask(task: Task, loaded: LearningTask): TaskDescription {
  const { name, classes, trainSize, testSize, problem, source } = loaded;
  const parameters = parameterCount(problem);
  return { ...task, name, classes, trainSize, testSize, parameters, ...(source !== undefined && { source }) };
}

/**
 * Makes sure that a study would go on with the task that it began with.
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
