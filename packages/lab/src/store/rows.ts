import type { Selectable } from "kysely";
import type { Json } from "../json.js";
import type { EpochResult } from "../results.js";
import type { Trial } from "../training/trial.js";
import type { Database } from "./schema.js";
import type { TrialRecord } from "./store.js";

/** A row of the table of trials as a store tells it. */
export function recordOf(row: Selectable<Database["trials"]>): TrialRecord {
  return {
    position: row.position,
    trial: JSON.parse(row.spec) as Trial,
    state: row.state,
    outcome: row.outcome,
    epochsDone: row.epochs_done,
    epochShare: row.epoch_share,
    attempts: row.attempts,
    worker: row.worker,
    message: row.message,
    testError: row.test_error,
    seconds: row.seconds,
    measures: row.measures === null ? null : (JSON.parse(row.measures) as Json),
  };
}

/** A row of the table of epochs as a store tells it. */
export function epochOf(row: Selectable<Database["epochs"]>): EpochResult {
  return {
    epoch: row.epoch,
    learningRate: row.learning_rate,
    decay: row.decay,
    trainLoss: row.train_loss,
    testLoss: row.test_loss,
    testError: row.test_error,
    testTop5Error: row.test_top5_error,
  };
}

/** An epoch of a trial as a row. */
export function epochRow(trialId: number, epoch: EpochResult): Selectable<Database["epochs"]> {
  return {
    trial_id: trialId,
    epoch: epoch.epoch,
    learning_rate: epoch.learningRate,
    decay: epoch.decay,
    train_loss: epoch.trainLoss,
    test_loss: epoch.testLoss,
    test_error: epoch.testError,
    test_top5_error: epoch.testTop5Error,
  };
}
