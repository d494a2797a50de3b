import { contentHash } from "../data/contentHash.js";
import type { Task } from "../training/trial.js";
import { UsageError } from "../usageError.js";
import { checkExamples, type TaskData } from "./checkExamples.js";
import { checkUserTask } from "./checkUserTask.js";
import type { LearningTask } from "./learningTask.js";
import { importModule, readModule } from "./loadModule.js";
import { modulePath } from "./moduleReference.js";
import { tryTask } from "./tryTask.js";
import { userLearningTask } from "./userLearningTask.js";

/**
 * A user's own task, from its module. One step of it is taken, so that what is wrong with it shows here.
 *
 * @throws UsageError, naming the module, for what is no task; its message says what would be one.
 */
export async function loadUserTask(
  task: Pick<Task, "dataset" | "trainSize" | "subsetSeed">,
): Promise<LearningTask> {
  const path = modulePath(task.dataset);
  const source = await readModule(path);
  // So that a module can make tensors, and models of layers, before anything is compiled.
  await import("@lehr/engine/backend");
  const exported = await importModule(path, source);
  const own = await naming(path, () => checkUserTask(exported.default));
  const data = await naming(path, async () => checkExamples(await dataOf(own)));
  const learned = userLearningTask(own, data, task);
  const learningTask = { ...learned, source: source.hash, data: examplesHash(data) };
  await naming(path, () => tryTask(learningTask));
  return learningTask;
}

function examplesHash(data: TaskData): string {
  return contentHash(
    (["train", "test"] as const).flatMap((part) =>
      Object.entries(data[part].arrays).map(
        ([name, { shape, values }]) => [{ part, name, shape }, values] as const,
      ),
    ),
  );
}

async function dataOf(task: ReturnType<typeof checkUserTask>): Promise<unknown> {
  try {
    return await task.data();
  } catch (error) {
    throw new UsageError(`data failed: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

/** Puts the module's path before what is wrong with it. */
async function naming<T>(path: string, action: () => T | Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`${path}: ${error.message}`, { cause: error });
  }
}
