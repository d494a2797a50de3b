/** Where a result comes from: what someone needs who wants to see it again. */
export interface Provenance {
  /** The command line, as one would type it. */
  command: string;
  /** When the run began, ISO 8601. */
  startedAt: string;
  /** Wall-clock time of the whole run, in seconds. */
  seconds: number;
  /** By name: "lehr", "node", "onnxruntime-node" ... */
  versions: Readonly<Record<string, string>>;
  /** By label: "processor", "cores", "memory", "system", "worker processes" ... */
  machine: Readonly<Record<string, string>>;
}
