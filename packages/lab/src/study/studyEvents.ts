import type { EpochResult, Outcome, Results } from "../results.js";
import type { TrialRecord } from "../store/store.js";
import type { Trial } from "../training/trial.js";

/** What a study tells other programs, a line of JSON each. */
export type StudyEvent =
  /** A trial has ended. Test error in per cent, after its last epoch; null unless it finished. */
  | {
      event: "trial";
      study: string;
      /** Its place in the plan, from 0. */
      position: number;
      trial: Trial;
      outcome: Outcome;
      epochs: number;
      testError: number | null;
      seconds: number;
      message?: string;
    }
  /** An epoch of a single training has ended. */
  | ({ event: "epoch"; study: string; seconds: number } & EpochResult)
  /** The command ends; all trials are done, or it was interrupted. */
  | {
      event: "study";
      study: string;
      state: "done" | "interrupted";
      trials: number;
      done: number;
      failed: number;
      /** Least final test error, in per cent. */
      bestError: number | null;
      /** What the grid of each series says. */
      summary: Results["summary"];
      /** The path of the report. */
      report: string;
    };

/** Where a study's progress and findings go. */
export interface Telling {
  /** Standard output carries {@link StudyEvent}s and nothing else. Default false. */
  json?: boolean;
  /** Only what goes wrong is told, and events if asked for. Default false. */
  quiet?: boolean;
}

/** Writes an event, if events are asked for. */
export function tell({ json }: Telling, event: StudyEvent): void {
  if (json) console.log(JSON.stringify(event));
}

/** That a trial has ended. */
export function trialEvent(study: string, record: TrialRecord): StudyEvent {
  const { position, trial, outcome, epochsDone: epochs, testError, seconds, message } = record;
  return {
    event: "trial",
    study,
    position,
    trial,
    outcome: outcome!,
    epochs,
    testError: outcome === "finished" ? testError : null,
    seconds,
    ...(outcome === "failed" && message !== null && { message }),
  };
}
