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
}

/** Where results come from. */
export interface Provenance extends Origin {
  /** What training took, of all trials together and without what was done twice, in seconds. */
  seconds: number;
}
