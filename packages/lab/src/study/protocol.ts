import type { Device } from "@lehr/engine";
import type { Lease } from "../store/store.js";
import type { TrialEnd } from "./trialWords.js";

/** What the parent tells a worker process. */
export type WorkerOrder =
  | {
      kind: "start";
      /** Where the store is. */
      place: string;
      /** Only trials of this study; undefined for any but those in `except`. */
      study: string | undefined;
      except: readonly string[];
      device: Device;
      /** Threads a program may use on the processor. */
      threads: number;
      /** Within an epoch, the state is stored this often. */
      checkpointSeconds: number;
    }
  | { kind: "stop" };

/** What a worker process tells its parent. */
export type WorkerReport =
  /** It works: its program for a trial is there, or nothing waits. */
  | { kind: "ready" }
  | { kind: "taken"; lease: Lease; study: string }
  | { kind: "left" }
  /** A trial has ended; its seconds are this worker's, since it took it. */
  | { kind: "ended"; study: string; end: TrialEnd }
  /** It cannot prepare the task of a study, and has given the trial back; it ends if it is for that study alone. */
  | { kind: "unable"; study: string; reason: string }
  | { kind: "trouble"; reason: string }
  | { kind: "relief" };
