import { execFile, spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { FlatnessComparison } from "../flatness/compareSolutions.js";
import type { FlatnessMeasures } from "../flatness/measureFlatness.js";
import { normal } from "../random/normal.js";
import { randomStream } from "../random/randomStream.js";
import type { Results } from "../results.js";
import { openStore } from "../store/openStore.js";

const command = fileURLToPath(new URL("../../bin/lehr.js", import.meta.url));

let directory: string;
let table: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "lehr-landscape-"));
  table = join(directory, "points.csv");
  const random = randomStream(1);
  const rows = Array.from({ length: 150 }, (_, i) => {
    const at = (feature: number) => (1.5 * Number(i % 3 === feature) + normal(random)).toFixed(3);
    return `${at(0)},${at(1)},${at(2)},${"abc"[i % 3]}`;
  });
  await writeFile(table, ["x,y,z,label", ...rows].join("\n"));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const inside = (name: string) => join(directory, name);
const runOf = (name: string) => [
  ...["run", "flatness", "--dataset", `csv:${table}`, "--model", "mlp", "--train-size", "100"],
  ...["--optimizers", "sgd,swa", "--epochs", "4", "--batch-size", "20", "--seeds", "1", "--workers", "1"],
  ...["--store", inside(`${name}.db`), "--out", inside(name)],
];

function lehr(...args: string[]): Promise<{ code: unknown; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [command, ...args], { cwd: directory }, (error, stdout, stderr) => {
      resolve({ code: error ? error.code : 0, stdout, stderr });
    });
  });
}

const resultsText = (name: string) => readFile(join(inside(name), "results.json"), "utf8");

describe("a study of flatness", () => {
  beforeAll(async () => {
    const { code, stderr } = await lehr(...runOf("whole"));
    expect(stderr).toContain("comparing solutions");
    expect(code).toBe(0);
  }, 120_000);

  test("measures every solution and compares them", async () => {
    const results: Results = JSON.parse(await resultsText("whole"));
    expect(results.trials.map(({ series, outcome }) => [series, outcome])).toEqual([
      ["sgd", "finished"],
      ["swa", "finished"],
    ]);
    const [sgd, swa] = results.trials.map(({ measures }) => measures as FlatnessMeasures);
    for (const measures of [sgd!, swa!]) {
      expect(measures.adaptiveSharpness).toBeGreaterThan(0);
      expect(measures.topEigenvalue.value).toBeGreaterThan(0);
      expect(measures.landscape.losses).toHaveLength(21);
    }
    const { from, lines } = results.comparison as FlatnessComparison;
    expect([from, lines.map(({ to }) => to)]).toEqual(["sgd", ["swa"]]);
    const at = (t: number) => lines[0]!.trainLoss.losses[lines[0]!.trainLoss.positions.indexOf(t)];
    expect([at(0), at(1)]).toEqual([sgd!.trainLoss, swa!.trainLoss]);
    const error = lines[0]!.testError;
    expect(error.losses[error.positions.indexOf(1)]).toBeCloseTo(results.trials[1]!.testError!, 9);
  });

  test("interrupted while it measures, goes on to the same bytes without training again", async () => {
    const child = spawn(process.execPath, [command, ...runOf("parts")], { stdio: "ignore" });
    const ended = new Promise((resolve) => child.on("exit", resolve));
    const measuring = async () => {
      const store = await openStore(inside("parts.db"));
      const trials = await store.trials("flatness-quick");
      await store.close();
      return trials.some(({ state, epochsDone }) => state === "running" && epochsDone === 4);
    };
    while (child.exitCode === null && !(await measuring())) await pause(20);
    child.kill("SIGINT");
    expect(await ended).toBe(130);
    const store = await openStore(inside("parts.db"));
    const [first] = await store.trials("flatness-quick");
    await store.close();
    expect(first).toMatchObject({ state: "waiting", epochsDone: 4, measures: null });
    // Its state can be looked at meanwhile: it has finished, and differs in nothing from the solution.
    const line = ["--trial", "0", "--1d", "--points", "3", "--json", "--threads", "1"];
    const state = await lehr("landscape", "flatness-quick", "--store", inside("parts.db"), ...line);
    expect((await lehr("landscape", "flatness-quick", "--store", inside("whole.db"), ...line)).stdout).toBe(
      state.stdout,
    );
    expect((await lehr(...runOf("parts"))).code).toBe(0);
    expect(await resultsText("parts")).toBe(await resultsText("whole"));
  }, 120_000);

  test("is compared once: going on with it again only writes the report", async () => {
    const before = await resultsText("whole");
    const { code, stderr } = await lehr(...runOf("whole"));
    expect(code).toBe(0);
    expect(stderr).not.toContain("comparing solutions");
    expect(await resultsText("whole")).toBe(before);
  }, 120_000);

  test("has landscapes: on a plane as a picture, on a line as numbers", async () => {
    const draw = (...args: string[]) =>
      lehr("landscape", "flatness-quick", "--store", inside("whole.db"), "--points", "5", ...args);
    const plane = await draw("--trial", "1", "--svg", inside("plane.svg"), "--png", inside("plane.png"));
    expect(plane.stderr).toMatch(/SWA lr 0\.05 .*: 100 %, 25 of 25 points/);
    expect(plane.code).toBe(0);
    expect(await readFile(inside("plane.svg"), "utf8")).toMatch(/^<svg .*SWA lr 0\.05/s);
    expect((await readFile(inside("plane.png"))).subarray(1, 4).toString()).toBe("PNG");

    const line = await draw("--trial", "0", "--1d", "--range", "0.5", "--json");
    const { trial, positions, losses } = JSON.parse(line.stdout);
    expect(trial.series).toBe("sgd");
    expect(positions).toEqual([-0.5, -0.25, 0, 0.25, 0.5]);
    const results: Results = JSON.parse(await resultsText("whole"));
    const { trainLoss } = results.trials[0]!.measures as FlatnessMeasures;
    expect(losses).toHaveLength(1);
    expect(losses[0][2]).toBeCloseTo(trainLoss!, 5);

    const none = await draw("--trial", "2");
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining("--trial must be from 0 to 1")]);
    expect((await draw("--range", "0")).stderr).toContain("--range must be a number > 0");
  }, 120_000);
});
