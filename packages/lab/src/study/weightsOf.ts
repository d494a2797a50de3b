import type { Store, TrialRecord } from "../store/store.js";
import type { LearningTask } from "../tasks/learningTask.js";
import type { Arrays } from "../training/program.js";
import { decodeSolution } from "../training/solution.js";
import { createTrainer } from "../training/trainer.js";
import { UsageError } from "../usageError.js";
import type { StudyOutline } from "./storedStudy.js";

/**
 * A trial whose weights are in the store.
 *
 * @param position its place in the plan; default: the kept solution with the least test error, else the first trial
 *   whose state is stored.
 * @throws UsageError if there is no such trial, or nothing is stored of it.
 */
export async function chosenTrial(
  store: Store,
  { spec: { name }, trials }: StudyOutline,
  position?: number,
): Promise<TrialRecord> {
  const named = position === undefined ? trials : trials.filter((one) => one.position === position);
  if (position !== undefined && named.length === 0) {
    throw new UsageError(`--trial must be from 0 to ${trials.length - 1} in ${name}, got ${position}`);
  }
  const error = ({ testError }: TrialRecord) => testError ?? Number.POSITIVE_INFINITY;
  for (const record of [...named].sort((a, b) => error(a) - error(b))) {
    if ((await store.solution(name, record.position)) !== undefined) return record;
  }
  for (const record of named) {
    if ((await store.stateOf(name, record.position)) !== undefined) return record;
  }
  const which = position === undefined ? "any trial" : `trial ${position}`;
  throw new UsageError(
    `no weights of ${which} of ${name} are kept: solutions are by the experiment flatness, states while a trial is under way`,
  );
}

/**
 * The weights of a trial that are to be deployed, with their running statistics: of its solution, else of the state it
 * was stored in last.
 *
 * @param record as {@link chosenTrial} found it.
 * @throws UsageError if nothing is stored of it any more.
 */
export async function weightsOf(
  store: Store,
  { spec: { name, plan } }: StudyOutline,
  { position, trial }: TrialRecord,
  task: LearningTask,
  threads: number,
): Promise<Arrays> {
  const solution = await store.solution(name, position);
  if (solution !== undefined) return decodeSolution(solution);
  const state = await store.stateOf(name, position);
  if (state === undefined) throw new UsageError(`trial ${position} of ${name} has ended meanwhile`);
  const trainer = await createTrainer(task, plan.task, { threads });
  try {
    return await trainer.solution(trial, state);
  } finally {
    trainer.dispose();
  }
}
