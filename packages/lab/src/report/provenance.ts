/** Where a study comes from: what someone needs who wants to see it again. */
export interface Origin {
  /** The command line, as one would type it. */
  command: string;
  /** When the study began, ISO 8601. */
  startedAt: string;
  /** By name: "lehr", "node", "onnxruntime-node" ... */
  versions: Readonly<Record<string, string>>;
  /** By label: "processor", "cores", "memory", "system", "worker processes" ... */
  machine: Readonly<Record<string, string>>;
  /** What it took over from others when it began. */
  reused?: readonly Reused[];
}

/** Trials that were not run by the study itself. */
export interface Reused {
  /** A study's name, or the path of its `results.json`. */
  from: string;
  /** How many of its trials were taken over. */
  trials: number;
  /** Null of a file: results do not say where they come from. */
  origin: Origin | null;
}

/** Where results come from. */
export interface Provenance extends Origin {
  /**
   * What training took, in seconds: of all trials together, wherever they were run, and without what was done twice.
   */
  seconds: number;
  /** How many trials are not in that, because nobody knows; default 0. */
  untimed?: number;
}
