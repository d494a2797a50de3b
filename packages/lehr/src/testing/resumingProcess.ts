import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { resumable, resume } from "./resuming.js";

// A process of its own: goes on from what another has saved in a folder, from turn 20 to turn 40.
const folder = process.argv[2]!;
const digests = resumable.map((of) => {
  const read = (kind: string) => new Uint8Array(readFileSync(join(folder, `${of.id}.${kind}`)));
  return [of.id, resume(of, { state: read("state"), weights: read("weights") }, 20, 40)];
});
writeFileSync(join(folder, "resumed.json"), JSON.stringify(Object.fromEntries(digests)));
