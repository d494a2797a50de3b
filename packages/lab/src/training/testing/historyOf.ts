import type { EpochResult } from "../../results.js";
import type { Trainer, TrainOptions } from "../trainer.js";
import type { Trial } from "../trial.js";

/** Trains, and gives what each epoch told. */
export async function historyOf(
  trainer: Trainer,
  trial: Trial,
  options: TrainOptions = {},
): Promise<EpochResult[]> {
  const history: EpochResult[] = [];
  await trainer.train(trial, {
    ...options,
    async onEpoch(epoch, ...more) {
      history.push(epoch);
      await options.onEpoch?.(epoch, ...more);
    },
  });
  return history;
}
