import { createRequire } from "node:module";
import { availableParallelism, cpus, release, totalmem, type } from "node:os";
import type { Origin } from "../report/provenance.js";
import { version } from "../version.js";

const require = createRequire(import.meta.url);
const requireOfEngine = createRequire(require.resolve("@lehr/engine"));

/** Where the results of a study that begins now come from. */
export function originOf(workers: number): Origin {
  return {
    command: ["lehr", ...process.argv.slice(2)].join(" "),
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
