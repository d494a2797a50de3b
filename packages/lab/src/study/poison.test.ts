import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Results } from "../results.js";
import { openStore } from "../store/openStore.js";
import type { Store } from "../store/store.js";
import { lehr, smallStudy, startLehr, studyName, writeTable } from "./testing/command.js";

/**
 * Loaded into every process before the program: where a worker has taken one of three trials, ONNX Runtime breaks under
 * it in the middle of training, as native code does, as a program that fails, and as a program that fails the first
 * time.
 */
const sabotage = (runtime: string, mark: string) => `
const { existsSync, writeFileSync } = require("node:fs");
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
  if (++runs < 20) return run.apply(this, given);
  if (taken === 2) process.kill(process.pid, "SIGSEGV");
  if (taken === 3) throw new Error("no room for a tensor");
  if (taken === 4 && !existsSync(${JSON.stringify(mark)})) {
    writeFileSync(${JSON.stringify(mark)}, "");
    throw new Error("the device is lost");
  }
  return run.apply(this, given);
};
`;

describe("a study with a trial that crashes its process, one that fails, and one that fails once", () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "lehr-poison-"));
    await writeTable(join(directory, "table.csv"));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  test("finishes the others, says what happened, ends with exit code 1, and tries again if asked", async () => {
    // No states within epochs: who got through one from there would be forgiven earlier deaths.
    const own = ["--batch-size", "32", "--checkpoint-seconds", "300"];
    const study = [...smallStudy(join(directory, "table.csv")), ...own];
    const places = (out: string) => ["--out", join(directory, out), "--store", join(directory, `${out}.db`)];
    const run = (out: string, env: NodeJS.ProcessEnv = {}) => lehr([...study, ...places(out)], { env });
    const read = (out: string, file: string) => readFile(join(directory, out, file), "utf8");
    const healthy = await run("healthy");
    expect(healthy.code, healthy.stderr).toBe(0);

    const module = join(directory, "sabotage.cjs");
    const engine = createRequire(new URL("../../../engine/package.json", import.meta.url));
    const runtime = engine.resolve("onnxruntime-node");
    await writeFile(module, sabotage(runtime, join(directory, "lost")));
    const poisoned = await run("poisoned", { NODE_OPTIONS: `--require ${module}` });
    expect(poisoned.code, poisoned.stderr).toBe(1);
    const [crash, failure, loss] = ["SIGSEGV", "no room for a tensor", "the device is lost"];
    for (const [why, times] of [
      [crash, 3],
      [failure, 3],
      [loss, 1],
    ] as const) {
      const told =
        poisoned.stderr.split(`a worker process ended (${why}); another takes its place`).length - 1;
      // The last death of all may end the study.
      expect([times, times - 1]).toContain(told);
    }
    expect(poisoned.stderr).toContain(
      `2 of 4 trials failed; run them again with: lehr study resume ${studyName} --retry-failed`,
    );
    const [first, crashed, failed, last]: Results["trials"] = JSON.parse(
      await read("poisoned", "results.json"),
    ).trials;
    const givenUp = (why: string) => expect.stringMatching(`^given up after 3 attempts: .*${why}`);
    expect(crashed).toMatchObject({ outcome: "failed", message: givenUp(crash), testError: null });
    expect(failed).toMatchObject({ outcome: "failed", message: givenUp(failure), history: [] });
    const { trials }: Results = JSON.parse(await read("healthy", "results.json"));
    expect([first, last]).toEqual([trials[0], trials[3]]);
    const report = await read("poisoned", "report.html");
    for (const why of [crash, failure]) expect(report).toContain(why);

    const again = await lehr(["study", "resume", studyName, "--retry-failed", ...places("poisoned")]);
    expect(again.code, again.stderr).toBe(0);
    expect(again.stderr).toContain("lehr: 2 failed trials are run again");
    expect(await read("poisoned", "results.json")).toBe(await read("healthy", "results.json"));
  }, 600_000);
});

describe("workers on a machine that lacks the data of a study", () => {
  let folder: string;
  let place: string;
  let store: Store;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "lehr-lacking-"));
    place = join(folder, "studies.db");
    store = await openStore(place);
    for (const name of ["lacking", "there"]) {
      const table = join(folder, `${name}.csv`);
      await writeTable(table);
      const short = ["--batch-size", "32", "--epochs", "1", "--learning-rates", "0.001", "--name", name];
      const study = [...smallStudy(table), ...short, "--out", join(folder, name), "--store", place];
      const asking = startLehr([...study, "--workers", "0"]);
      await vi.waitUntil(() => store.study(name), { timeout: 60_000 });
      asking.kill("SIGKILL");
      await asking.ended;
    }
    await rm(join(folder, "lacking.csv"));
  }, 120_000);
  afterAll(async () => {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  });

  const work = (...args: string[]) => lehr(["worker", "--store", place, "--workers", "2", ...args]);
  const untouched = async () => {
    const trials = await store.trials("lacking");
    expect(trials.length).toBe(2);
    for (const record of trials)
      expect(record).toMatchObject({ state: "waiting", attempts: 0, message: null });
  };

  test("say so where they are for that study alone", async () => {
    const { code, stderr } = await work("--study", "lacking");
    expect(code, stderr).toBe(1);
    expect(stderr).toMatch(/\nlehr: a worker process could not start: .*there is no file .*lacking\.csv\n$/);
    await untouched();
  }, 120_000);

  test("do the others, say once what they cannot do, and end when nothing else is left", async () => {
    const { code, stderr } = await work();
    expect(code, stderr).toBe(1);
    const told = stderr.match(/lacking cannot be done here \(.*there is no file .*lacking\.csv\)/g);
    expect(told?.length).toBe(1);
    expect(stderr).toMatch(/\nlehr: nothing is left but what cannot be done here: lacking\n$/);
    expect(stderr).not.toContain("ended");
    expect((await store.trials("there")).map(({ outcome }) => outcome)).toEqual(["finished", "finished"]);
    await untouched();
  }, 120_000);
});
