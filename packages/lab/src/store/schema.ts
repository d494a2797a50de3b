import type { Generated } from "kysely";
import type { Outcome } from "../results.js";
import type { TrialState } from "./store.js";

/** The tables of a store, the same on every engine. Times are in milliseconds since 1970. */
export interface Database {
  studies: StudiesTable;
  trials: TrialsTable;
  epochs: EpochsTable;
  checkpoints: CheckpointsTable;
  solutions: SolutionsTable;
}

interface StudiesTable {
  id: Generated<number>;
  name: string;
  experiment: string;
  preset: string;
  /** A `StudySpec`, as JSON. */
  spec: string;
  created_at: number;
  /** What its solutions say beside one another, as JSON; null until it is known. */
  comparison: string | null;
}

interface TrialsTable {
  id: Generated<number>;
  study_id: number;
  position: number;
  /** A `Trial`, as JSON. */
  spec: string;
  state: TrialState;
  /** All epochs of the trial, as in its spec. */
  epochs: number;
  /** The epoch at whose end it pauses or ends. */
  until_epoch: number;
  epochs_done: number;
  epoch_share: number;
  attempts: number;
  worker: string | null;
  /** The token of the lease it is under, and until when; null unless it is running. */
  lease: string | null;
  lease_until: number | null;
  outcome: Outcome | null;
  message: string | null;
  test_error: number | null;
  seconds: number;
  /** What was measured of its solution, as JSON; null where nothing was. */
  measures: string | null;
}

interface EpochsTable {
  trial_id: number;
  epoch: number;
  learning_rate: number;
  decay: number;
  train_loss: number;
  test_loss: number | null;
  test_error: number | null;
  test_top5_error: number | null;
}

interface CheckpointsTable {
  trial_id: number;
  state: Uint8Array;
}

interface SolutionsTable {
  trial_id: number;
  weights: Uint8Array;
}
