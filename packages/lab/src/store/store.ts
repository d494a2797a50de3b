import type { Plan } from "../experiments/plan.js";
import type { Json } from "../json.js";
import type { Origin } from "../report/provenance.js";
import type { EpochResult, Outcome, TaskDescription } from "../results.js";
import type { Trial } from "../training/trial.js";

/** Successive halving: at each rung only the best 1 / factor of the trials go on. */
export interface Halving {
  /** Eta, at least 2. */
  factor: number;
  /** Epochs after which trials are compared for the first time; then `factor` times as many, and so on. */
  firstRung: number;
}

/** A study as it was asked for. */
export interface StudySpec {
  /** Unique in its store. */
  name: string;
  plan: Plan;
  /** What its plan's task turned out to be. */
  task: TaskDescription;
  halving: Halving | null;
  /** Where and how it was begun. */
  origin: Origin;
}

/**
 * "waiting" to be run; "running", leased by a worker; "paused" at a rung of successive halving; "done", whatever
 * the outcome.
 */
export type TrialState = "waiting" | "running" | "paused" | "done";

/** A trial and what has become of it. */
export interface TrialRecord {
  /** Its place in the plan, from 0. */
  position: number;
  trial: Trial;
  state: TrialState;
  /** Null unless done. */
  outcome: Outcome | null;
  /** Epochs finished and stored. */
  epochsDone: number;
  /** The part of the epoch under way that is done, 0 to 1. */
  epochShare: number;
  /** How often a worker died, or failed, of it since it last finished an epoch. */
  attempts: number;
  /** Who runs it, or ran it last: what `workerName` says. */
  worker: string | null;
  /** The last thing that went wrong. */
  message: string | null;
  /** Test error after the last epoch that measured it, in per cent. */
  testError: number | null;
  /** Time spent training, over all attempts whose epochs count. */
  seconds: number;
  /** What was measured of its solution; null where nothing was. */
  measures: Json | null;
}

/** A trial with all that a store holds of it. */
export interface StoredTrial extends TrialRecord {
  /** The epoch at whose end it pauses or ends. */
  untilEpoch: number;
  epochs: EpochResult[];
  /** The state to go on from. */
  checkpoint: Uint8Array | null;
  /** The solution that was kept. */
  solution: Uint8Array | null;
}

/** A study with all that a store holds of it, as it was at one moment. */
export interface StudyExport {
  spec: StudySpec;
  /** In milliseconds since 1970. */
  createdAt: number;
  /** In the order of the plan. */
  trials: StoredTrial[];
  /** What its solutions say beside one another; null until it is known. */
  comparison: Json | null;
}

/** A line of the list of studies. */
export interface StudyOverview {
  name: string;
  experiment: string;
  preset: string;
  /** In milliseconds since 1970. */
  createdAt: number;
  /** Trials by state; those that are done also by outcome. */
  trials: number;
  waiting: number;
  running: number;
  paused: number;
  done: number;
  failed: number;
  /** The least final test error, in per cent. */
  bestError: number | null;
}

/** How far a study is. */
export interface StudyProgress {
  trials: number;
  done: number;
  failed: number;
  /** Of all trials; those that ended early count whole. */
  epochs: number;
  /** With the parts of epochs under way. */
  epochsDone: number;
  /** The least final test error, in per cent. */
  bestError: number | null;
  /** The trials that are being run. */
  running: { position: number; trial: Trial; epochsDone: number; epochShare: number }[];
}

/** A trial that was handed to a worker; it is the worker's as long as it beats. */
export interface Lease {
  /** The trial's key in the store. */
  trialId: number;
  /** What distinguishes this lease from earlier ones of the same trial. */
  token: string;
}

/** What a worker gets. */
export interface Taken {
  lease: Lease;
  study: string;
  trial: Trial;
  /** Train to the end of this epoch, then `pause` or, if it is the trial's last, `end`. */
  untilEpoch: number;
  /** Epochs finished and stored already; a checkpoint may be older. */
  epochsDone: number;
}

/** How a trial ended. */
export interface Ending {
  outcome: Outcome;
  message?: string;
  /** What was measured of its solution. */
  measures?: Json;
  /** Its solution, to be kept: what `encodeSolution` made of it. */
  solution?: Uint8Array;
}

/**
 * Where studies are kept: their plans, trials, epochs and checkpoints. What a call writes, it writes in one
 * transaction; several processes may use one store at once. Writing calls that carry a lease return false, and change
 * nothing, where the trial has gone to another worker meanwhile.
 */
export interface Store {
  /** Adds a study and its trials. @throws UsageError if there is a study of that name. */
  addStudy(spec: StudySpec, trials: readonly Trial[]): Promise<void>;
  study(name: string): Promise<StudySpec | undefined>;
  studies(): Promise<StudyOverview[]>;
  /** @throws Error if there is no such study. */
  progress(study: string): Promise<StudyProgress>;
  /** The trials of a study, in the order of its plan. */
  trials(study: string): Promise<TrialRecord[]>;
  /** The stored epochs of a study's trials, by position; a trial without any is missing. */
  epochs(study: string): Promise<Map<number, EpochResult[]>>;
  /** The solution that was kept of the trial at a place of the plan. */
  solution(study: string, position: number): Promise<Uint8Array | undefined>;
  /** The state that the trial at a place of the plan would be gone on with. */
  stateOf(study: string, position: number): Promise<Uint8Array | undefined>;
  /** What was kept by `keepComparison`. */
  comparison(study: string): Promise<Json | undefined>;
  /** Keeps what the solutions of a study say beside one another. */
  keepComparison(study: string, comparison: Json): Promise<void>;
  /**
   * Lets the failed trials of a study wait again, with three attempts each, and forgets what was compared. They begin
   * anew, since of what is done no state is kept; under halving they are compared among themselves.
   *
   * @returns how many there were.
   */
  retryFailed(study: string): Promise<number>;
  /** Deletes a study with all that belongs to it. @returns whether there was one. */
  removeStudy(name: string): Promise<boolean>;
  /** All of a study at one moment, for another store; undefined if there is none of that name. */
  exportStudy(name: string): Promise<StudyExport | undefined>;
  /**
   * Adds a study as another store holds it, all of it or nothing. Trials that run there wait here.
   *
   * @throws UsageError if there is a study of that name.
   */
  importStudy(study: StudyExport): Promise<void>;

  /**
   * Hands out the next trial that waits, or whose worker has not beaten for a minute. One that was to be handed out
   * when the caller died waits for a minute, too.
   *
   * @param worker what `workerName` says.
   * @param study only of this study; default: of any but those in `except`.
   * @throws Error if there is no such study.
   */
  take(worker: string, study?: string, except?: readonly string[]): Promise<Taken | undefined>;
  /** Whether trials are not done yet, of one study or else of any but those in `except`. */
  workLeft(study?: string, except?: readonly string[]): Promise<boolean>;
  /** A sign of life, at least every twenty seconds, with the part of the epoch under way that is done. */
  beat(lease: Lease, epochShare: number): Promise<boolean>;
  /** Stores an epoch, and with it the state to go on from. Storing the same epoch again changes nothing. */
  record(lease: Lease, epoch: EpochResult, seconds: number, checkpoint: Uint8Array | null): Promise<boolean>;
  /** Stores a state within an epoch. */
  saveCheckpoint(lease: Lease, checkpoint: Uint8Array): Promise<boolean>;
  /** The state to go on from. */
  checkpoint(lease: Lease): Promise<Uint8Array | undefined>;
  /** The trial has reached `untilEpoch`, which is not its last: it waits for the others of its rung. */
  pause(lease: Lease): Promise<boolean>;
  /** The trial is done: what was measured of it is kept, its checkpoint is dropped. */
  end(lease: Lease, ending: Ending): Promise<boolean>;
  /**
   * Gives a trial back, to be run again.
   *
   * @param crash why its worker died, or failed, if it did: the third time in one epoch the trial counts as failed.
   */
  giveBack(lease: Lease, crash?: string): Promise<void>;
  /** Gives back what processes of this host have leased that are no more. */
  giveBackOrphans(): Promise<void>;

  close(): Promise<void>;
}
