import { execFile } from "node:child_process";
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Results } from "../results.js";

const command = fileURLToPath(new URL("../../bin/lehr.js", import.meta.url));
const example = fileURLToPath(new URL("../../examples/two-moons.ts", import.meta.url));

let directory: string;
let file: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "lehr-own-"));
  file = join(directory, "moons.ts");
});
afterEach(() => rm(directory, { recursive: true, force: true }));

/** A study of four tiny trials of the module, as a user begins it. */
function run(...more: string[]): Promise<{ code: unknown; stderr: string }> {
  const args = [
    "run",
    "decoupling",
    "--task",
    "moons.ts",
    "--name",
    "moons",
    "--epochs",
    "4",
    "--workers",
    "1",
  ];
  const grid = ["--learning-rates", "0.01,0.1", "--weight-decays", "0.001", "--store", "studies.db"];
  return new Promise((resolve) => {
    execFile(process.execPath, [command, ...args, ...grid, ...more], { cwd: directory }, (error, _, stderr) =>
      resolve({ code: error ? error.code : 0, stderr }),
    );
  });
}

const results = async (): Promise<Results> =>
  JSON.parse(await readFile(join(directory, "lehr-results", "moons", "results.json"), "utf8"));

it("trains a module of one's own, far from any package, and goes on with it as long as it stays the same", async () => {
  await copyFile(example, file);
  expect(await run()).toMatchObject({ code: 0 });
  const { task, trials } = await results();
  expect(task).toMatchObject({
    name: "two moons",
    dataset: `module:${file}`,
    parameters: 194,
    trainSize: 500,
  });
  expect(trials.map(({ outcome }) => outcome)).toEqual(["finished", "finished", "finished", "finished"]);
  expect(Math.min(...trials.map(({ testError }) => testError!))).toBeLessThan(15);
  expect((await readdir(directory)).sort()).toEqual(["lehr-results", "moons.ts", "studies.db"]);

  expect((await run()).stderr).toContain("4 of 4 trials are done already");
  await writeFile(file, (await readFile(file, "utf8")).replace("0.02 * normal", "0.03 * normal"));
  const { code, stderr } = await run();
  expect(code).toBe(2);
  expect(stderr).toContain(`${file} has changed since the study began, and its trials would mix two tasks`);
}, 120_000);

it("says what is wrong with a module, and stores no study of it", async () => {
  await writeFile(file, "export default { name: 1 };");
  const { code, stderr } = await run();
  expect(code).toBe(2);
  expect(stderr).toBe(`lehr: ${file}: name must be a string, got 1\n`);
  expect((await run("--dataset", "mnist")).stderr).toContain("--task brings its data; leave out --dataset");
  expect((await run("--model", "mlp")).stderr).toContain("a task of your own brings its model");
});
