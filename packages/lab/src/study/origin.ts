import { createRequire } from "node:module";
import { availableParallelism, cpus, release, totalmem, type } from "node:os";
import type { Origin } from "../report/provenance.js";
import { withoutPassword } from "../store/place.js";
import { version } from "../version.js";

const require = createRequire(import.meta.url);
const requireOfEngine = createRequire(require.resolve("@lehr/engine"));

/** Where the results of a study that begins now come from; a password in the command line is left out. */
export function originOf(workers: number): Origin {
  return {
    command: ["lehr", ...process.argv.slice(2)].map((word) => typed(withoutPassword(word))).join(" "),
    startedAt: new Date().toISOString(),
    versions: {
      lehr: version,
      node: process.versions.node,
      "@tensorflow/tfjs-core": require("@tensorflow/tfjs-core/package.json").version,
      "onnxruntime-node": requireOfEngine("onnxruntime-node/package.json").version,
    },
    machine: {
      processor: cpus()[0]?.model.trim() ?? "unknown",
      cores: String(availableParallelism()),
      memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
      system: `${type()} ${release()}`,
      "worker processes": String(workers),
    },
  };
}

/** A word of a command line as one would type it. */
function typed(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
