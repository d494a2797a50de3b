import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Results } from "../results.js";
import { openStore } from "../store/openStore.js";
import { lehr, smallStudy, startLehr, studyName, writeTable } from "./testing/command.js";

/**
 * Loaded into every process before the program: where a worker has taken one of two trials, ONNX Runtime breaks
 * under it in the middle of training, once as native code does, once as a program that fails.
 */
const sabotage = (runtime: string) => `
const { InferenceSession } = require(${JSON.stringify(runtime)});
let taken;
const send = process.send;
if (send !== undefined)
  process.send = function (message, ...rest) {
    if (message.kind === "taken") taken = message.lease.trialId;
    return send.call(process, message, ...rest);
  };
const { run } = InferenceSession.prototype;
let runs = 0;
InferenceSession.prototype.run = function (...given) {
  if (taken === 2 && ++runs > 20) process.kill(process.pid, "SIGSEGV");
  if (taken === 3) throw new Error("no room for a tensor");
  return run.apply(this, given);
};
`;

describe("a study with a trial that crashes its process, and one that fails", () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "lehr-poison-"));
    await writeTable(join(directory, "table.csv"));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  test("finishes the others, says what happened, and ends with exit code 1", async () => {
    // No states within epochs: who got through one from there would be forgiven earlier deaths.
    const own = ["--batch-size", "32", "--checkpoint-seconds", "300"];
    const study = [...smallStudy(join(directory, "table.csv")), ...own];
    const run = (out: string, env: NodeJS.ProcessEnv = {}) =>
      lehr([...study, "--out", join(directory, out), "--store", join(directory, `${out}.db`)], { env });
    const read = (out: string, file: string) => readFile(join(directory, out, file), "utf8");
    const healthy = await run("healthy");
    expect(healthy.code, healthy.stderr).toBe(0);

    const module = join(directory, "sabotage.cjs");
    const engine = createRequire(new URL("../../../engine/package.json", import.meta.url));
    const runtime = engine.resolve("onnxruntime-node");
    await writeFile(module, sabotage(runtime));
    const poisoned = await run("poisoned", { NODE_OPTIONS: `--require ${module}` });
    expect(poisoned.code, poisoned.stderr).toBe(1);
    const deaths = poisoned.stderr.match(/a worker process ended \(SIGSEGV\); another takes its place/g);
    expect(deaths?.length).toBe(3);
    const [first, crashed, failed, last]: Results["trials"] = JSON.parse(
      await read("poisoned", "results.json"),
    ).trials;
    const crash = "given up after 3 attempts: its worker process ended: SIGSEGV";
    expect(crashed).toMatchObject({ outcome: "failed", message: crash, testError: null });
    const failure = expect.stringContaining("no room for a tensor");
    expect(failed).toMatchObject({ outcome: "failed", message: failure, history: [] });
    const { trials }: Results = JSON.parse(await read("healthy", "results.json"));
    expect([first, last]).toEqual([trials[0], trials[3]]);
    const report = await read("poisoned", "report.html");
    expect(report).toContain(crash);
    expect(report).toContain("no room for a tensor");
  }, 300_000);

  test("is not blamed for a worker that lacks its data", async () => {
    const [folder, place] = [join(directory, "elsewhere"), join(directory, "elsewhere.db")];
    await mkdir(folder);
    const table = join(folder, "table.csv");
    await writeTable(table);
    const study = [...smallStudy("table.csv"), "--batch-size", "32", "--store", place];
    const asking = startLehr([...study, "--workers", "0"], { cwd: folder });
    const store = await openStore(place);
    await expect.poll(() => store.study(studyName), { timeout: 60_000 }).toBeDefined();
    asking.kill("SIGKILL");
    await asking.ended;
    await rm(table);
    const worker = await lehr(["worker", "--store", place, "--workers", "1"], { cwd: folder });
    expect(worker.code, worker.stderr).toBe(1);
    expect(worker.stderr).toMatch(
      /\nlehr: a worker process could not start: .*there is no file table\.csv\n$/,
    );
    for (const record of await store.trials(studyName)) {
      expect(record).toMatchObject({ state: "waiting", attempts: 0, message: null });
    }
    await store.close();
  }, 120_000);
});
