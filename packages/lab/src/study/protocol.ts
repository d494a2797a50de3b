import type { Device } from "@lehr/engine";
import type { Lease } from "../store/store.js";

/** What the parent tells a worker process. */
export type WorkerOrder =
  | {
      kind: "start";
      /** Where the store is. */
      place: string;
      /** Only trials of this study; undefined for any. */
      study: string | undefined;
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
  /** It cannot prepare the trial's task, has given it back and ends, telling why in its last words. */
  | { kind: "unable" }
  | { kind: "trouble"; reason: string }
  | { kind: "relief" };
