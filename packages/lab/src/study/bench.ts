import type { Experiment } from "../experiments/experiment.js";
import { experiments } from "../experiments/index.js";
import type { Store } from "../store/store.js";
import { checkUnchanged, loadTask } from "../tasks/index.js";
import type { LearningTask } from "../tasks/learningTask.js";
import { createTrainer, type Trainer, type TrainerPlacement } from "../training/trainer.js";

/** What the trials of a study are carried out with. */
export interface Bench {
  task: LearningTask;
  trainer: Trainer;
  /** Undefined for a study of no experiment. */
  experiment: Experiment | undefined;
  placement: TrainerPlacement;
}

/**
 * The bench of a study, by its name, unless the study has been deleted; that of the study before is let go.
 *
 * @throws Error in one line if the study's task cannot be had here, or is another one by now.
 */
export function benches(
  store: Store,
  placement: TrainerPlacement,
): (study: string) => Promise<Bench | undefined> {
  let current: { study: string; bench: Bench } | undefined;
  return async (study) => {
    if (current?.study === study) return current.bench;
    current?.bench.trainer.dispose();
    current = undefined;
    const spec = await store.study(study);
    if (spec === undefined) return undefined;
    const { plan } = spec;
    await checkUnchanged(spec.task);
    const task = await loadTask(plan.task, { known: spec.task });
    const trainer = await createTrainer(task, plan.task, placement);
    current = { study, bench: { task, trainer, experiment: experiments[plan.experiment], placement } };
    return current.bench;
  };
}
