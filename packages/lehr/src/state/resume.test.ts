import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { resumable, save, straight } from "../testing/resuming.js";

const child = fileURLToPath(new URL("../testing/resumingProcess.ts", import.meta.url));

describe("20 turns, saved, loaded in a new process, and 20 more equal 40 straight, bit for bit", () => {
  let folder: string;
  let resumed: Record<string, string>;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "lehr-resume-"));
    for (const of of resumable) {
      const { state, weights } = save(of, 20);
      writeFileSync(join(folder, `${of.id}.state`), state);
      writeFileSync(join(folder, `${of.id}.weights`), weights);
    }
    const bundle = join(folder, "child.mjs");
    buildSync({ entryPoints: [child], outfile: bundle, bundle: true, platform: "node", format: "esm" });
    execFileSync(process.execPath, [bundle, folder], { stdio: "inherit" });
    resumed = JSON.parse(readFileSync(join(folder, "resumed.json"), "utf8"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(resumable.map((of) => [of.name, of] as const))("%s", (_, of) => {
    expect(resumed[of.id] === straight(of, 40)).toBe(true);
  });
});
