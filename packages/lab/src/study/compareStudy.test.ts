import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { flatness } from "../experiments/flatness.js";
import type { Store } from "../store/store.js";
import { encodeSolution } from "../training/solution.js";
import { comparedStudy } from "./compareStudy.js";
import { exampleStudy } from "./testing/exampleStudy.js";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "lehr-compare-"));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(directory, { recursive: true, force: true });
});

it("leaves the comparison out where the task has changed, and says so", async () => {
  const path = join(directory, "task.ts");
  await writeFile(path, "export default 1;");
  const { spec, trials, epochs } = exampleStudy();
  const study = {
    spec: { ...spec, task: { ...spec.task, dataset: `module:${path}`, source: "another hash" } },
    trials: trials.map((record) => ({ ...record, state: "done", outcome: "finished" }) as const),
    epochs,
  };
  const store = { solution: async () => encodeSolution({ weight: Float32Array.of(1) }) };
  const compare = vi.fn();
  const said = vi.spyOn(console, "error").mockImplementation(() => {});
  expect(await comparedStudy(store as unknown as Store, study, { ...flatness, compare })).toBe(study);
  expect(compare).not.toHaveBeenCalled();
  expect(said.mock.calls).toEqual([
    [
      expect.stringMatching(
        /^lehr: solutions are not compared: .*task\.ts has changed since the study began/,
      ),
    ],
  ]);
});
