import type { Experiment } from "../experiments/experiment.js";
import type { Store } from "../store/store.js";
import { checkUnchanged, loadTask } from "../tasks/index.js";
import type { LearningTask } from "../tasks/learningTask.js";
import { type ProgressWriter, startProgress } from "../terminal/progressWriter.js";
import { decodeSolution } from "../training/solution.js";
import { UsageError } from "../usageError.js";
import { doneTrials, type StoredStudy } from "./storedStudy.js";

export interface CompareStudyOptions {
  /** Shows no bar. Default false. */
  quiet?: boolean | undefined;
  /** Ends it; the study is then returned as it was. */
  signal?: AbortSignal | undefined;
}

/**
 * A study with what its solutions say beside one another, where its experiment asks that: computed once, when all
 * trials are done, with a bar that shows how it goes on, and kept in the store. Where the study's task is another one by
 * now it is left out, and that is said.
 */
export async function comparedStudy(
  store: Store,
  stored: StoredStudy,
  { compare }: Experiment,
  { quiet = false, signal }: CompareStudyOptions = {},
): Promise<StoredStudy> {
  const { spec, trials, comparison } = stored;
  const done = trials.every(({ state }) => state === "done");
  if (compare === undefined || comparison !== undefined || !done || signal?.aborted) return stored;
  const results = doneTrials(stored);
  const solutions = [];
  for (const [i, { position }] of trials.entries()) {
    const bytes = await store.solution(spec.name, position);
    if (bytes !== undefined) solutions.push({ trial: results[i]!, weights: decodeSolution(bytes) });
  }
  if (solutions.length === 0) return stored;
  let task: LearningTask;
  try {
    await checkUnchanged(spec.task);
    task = await loadTask(spec.plan.task, { known: spec.task });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`lehr: solutions are not compared: ${error.message}`);
    return stored;
  }
  let bar: ProgressWriter | undefined;
  try {
    const found = await compare(task, solutions, {
      signal,
      progress(done, total) {
        if (quiet) return;
        bar ??= startProgress({ label: "comparing solutions", total, unit: "points" });
        bar.update(done);
      },
    });
    await store.keepComparison(spec.name, found);
    return { ...stored, comparison: found };
  } catch (error) {
    if (signal?.aborted) return stored;
    throw error;
  } finally {
    bar?.end();
  }
}
