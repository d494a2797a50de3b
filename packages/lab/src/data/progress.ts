/** What loading a data set is doing: waiting for another process that prepares it, or how far it is itself. */
export type DataProgress = {
  /** The data set's name as people write it: "CIFAR-10". */
  title: string;
} & (
  | { stage: "wait" }
  /** `done` and `total` in bytes. */
  | { stage: "download"; url: string; done: number; total: number }
  /** `done` and `total` in files: of the archive, or of the user's own. */
  | { stage: "unpack" | "read"; done: number; total: number }
);

/** What every loader of a data set takes. */
export interface LoadOptions {
  onProgress?: (progress: DataProgress) => void;
  /** Aborting ends the loading with the signal's reason; what has been downloaded stays for the next one. */
  signal?: AbortSignal;
}
