import type { Kysely, Transaction } from "kysely";
import type { Database } from "./schema.js";

/** A trial in the queue. */
export interface QueuedTrial {
  /** Its key in the table of trials. */
  id: number;
  studyId: number;
  /** Its place in the plan: earlier ones are handed out first. */
  position: number;
}

/**
 * Who runs what: hands each trial to one worker, and to another one if that worker shows no sign of life for a
 * minute. What has become of a trial is in the table of trials; the queue only says whose turn it is.
 */
export interface Queue {
  /** Puts trials in, as part of the transaction that makes them wait. */
  add(within: Transaction<Database>, trials: readonly QueuedTrial[]): Promise<void>;
  /**
   * Takes out the next trial, of one study or of any.
   *
   * @param token what will distinguish this lease.
   * @returns its key, or undefined if none waits.
   */
  take(token: string, studyId?: number): Promise<number | undefined>;
  /** A sign of life. */
  beat(id: number, token: string): Promise<void>;
  /** The trial needs no worker any more (it is done or paused), as part of the transaction that says so. */
  finish(within: Transaction<Database>, id: number, token: string): Promise<void>;
  /** The trial is to be handed out again at once, as part of the transaction that makes it wait. */
  giveBack(within: Transaction<Database>, id: number, token: string): Promise<void>;
  /** Forgets the trials of a study, as part of the transaction that deletes it. */
  removeStudy(within: Transaction<Database>, studyId: number): Promise<void>;
  close(): Promise<void>;
}

/** Makes a queue beside the tables of a store. */
export type QueueMaker = (database: Kysely<Database>) => Promise<Queue>;
