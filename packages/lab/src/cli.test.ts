import { spawn } from "node:child_process";
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Results } from "./results.js";
import { haveCifar10 } from "./testing/haveCifar10.js";
import { lehrCommand, runLehr } from "./testing/runLehr.js";

const lehr = (...args: string[]) => runLehr(args);

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "lehr-cli-"));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

describe("what cannot be done", () => {
  it.each([
    [["run", "decupling"], 'unknown experiment "decupling"; choose from schedules, decoupling'],
    [["run", "decoupling", "--preset", "fast"], 'unknown preset of decoupling "fast"; choose from quick'],
    [
      ["run", "decoupling", "--optimizers", "adam,adamx"],
      'unknown optimizer "adamx"; choose from sgd, sgdw, adam, adamw',
    ],
    [["run", "decoupling", "--optimizers", "adam,"], "--optimizers must be a list separated by commas"],
    [["run", "decoupling", "--model", "vgg"], 'unknown model "vgg"; choose from mlp, cnn'],
    [
      ["run", "decoupling", "--learning-rates", "0.1,fast"],
      '--learning-rates must be numbers >= 0 separated by commas, got "fast"',
    ],
    [
      ["run", "decoupling", "--weight-decays", "-1"],
      '--weight-decays must be numbers >= 0 separated by commas, got "-1"',
    ],
    [
      ["run", "decoupling", "--weight-decays", "1e999"],
      '--weight-decays must be numbers >= 0 separated by commas, got "1e999"',
    ],
    [["run", "decoupling", "--workers", "-1"], `--workers must be a whole number >= 0, got "-1"`],
    [["run", "decoupling", "--epochs", "1.5"], '--epochs must be a whole number >= 1, got "1.5"'],
    [["run", "decoupling", "--seed", "x"], '--seed must be a whole number >= 0, got "x"'],
    [["run", "decoupling", "--sed", "1"], "unknown option '--sed'"],
    [["walk"], "unknown command 'walk'"],
  ])("%j", async (args, message) => {
    const out = join(directory, "out");
    const { code, stdout, stderr } = await lehr(
      ...args,
      ...(args[0] === "run" ? ["--out", out, "--store", join(directory, "studies.db")] : []),
    );
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stdout).toBe("");
    expect(await readdir(directory)).toEqual([]);
  });

  it("an output directory that is a file", async () => {
    const out = join(directory, "file");
    await writeFile(out, "mine");
    const { code, stderr } = await lehr("run", "decoupling", "--out", out);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^lehr: cannot read or write .*: a part of the path is a file, not a directory; choose another --out\n$/,
    );
    expect(await readFile(out, "utf8")).toBe("mine");
  });

  it.skipIf(process.getuid?.() === 0)("an output directory without permission", async () => {
    await chmod(directory, 0o500);
    const { code, stderr } = await lehr("run", "decoupling", "--out", join(directory, "out"));
    expect(code).toBe(2);
    expect(stderr).toMatch(/^lehr: cannot read or write .*: no permission; choose another --out\n$/);
  });
});

it("tells its version", async () => {
  const { code, stdout } = await lehr("--version");
  expect(code).toBe(0);
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

describe("help", () => {
  it.each([[["--help"]], [["run", "--help"]]])("%j", async (args) => {
    const { code, stdout } = await lehr(...args);
    expect(code).toBe(0);
    expect(stdout).toContain("Usage: lehr");
  });
});

/** A study of four tiny trials: seconds, not minutes. */
const tiny = [
  "--learning-rates",
  "0.001,0.004",
  "--weight-decays",
  "0.001",
  "--train-size",
  "200",
  "--epochs",
  "2",
];

describe.skipIf(!haveCifar10)("a study on the real CIFAR-10", () => {
  const places = (name: string) => {
    const out = join(directory, name);
    return ["--out", out, "--store", join(out, "studies.db")];
  };
  const run = (name: string, ...more: string[]) =>
    lehr("run", "decoupling", ...tiny, ...places(name), ...more);
  const textIn = (name: string) => readFile(join(directory, name, "results.json"), "utf8");
  const resultsIn = async (name: string): Promise<Results> => JSON.parse(await textIn(name));

  it("trains, reports, and gives the same results for the same seed, however many workers", async () => {
    const first = await run("a", "--seed", "5", "--workers", "2");
    expect(first.code).toBe(0);
    expect(first.stdout).toContain("Adam + L2\n  best test error");
    expect(first.stdout).toContain(`Report: ${join(directory, "a", "report.html")}`);
    expect((await run("b", "--seed", "5", "--workers", "1")).code).toBe(0);
    const results = await resultsIn("a");
    expect(results.trials.map(({ optimizer, learningRate }) => [optimizer, learningRate])).toEqual([
      ["adam", 0.001],
      ["adam", 0.004],
      ["adamw", 0.001],
      ["adamw", 0.004],
    ]);
    expect(results.task).toMatchObject({
      name: "cifar10",
      trainSize: 200,
      testSize: 10_000,
      parameters: 33_946,
    });
    for (const { history, testError, outcome } of results.trials) {
      expect(outcome).toBe("finished");
      expect(history.map(({ epoch }) => epoch)).toEqual([1, 2]);
      expect(testError).toBe(history[1]!.testError);
      expect(testError).toBeLessThan(90);
    }
    expect(await textIn("b")).toBe(await textIn("a"));
  }, 120_000);

  it("marks a trial that diverges, and goes on", async () => {
    const { code } = await run("out", "--optimizers", "sgd", "--learning-rates", "0.01,1e30");
    expect(code).toBe(0);
    const { trials } = await resultsIn("out");
    expect(trials.map(({ outcome }) => outcome)).toEqual(["finished", "diverged"]);
    expect(trials[1]!.testError).toBe(null);
  }, 120_000);

  it("keeps studies apart: the same again is done already, another of that name is refused", async () => {
    await run("out", "--optimizers", "adam", "--seed", "1");
    const before = await textIn("out");
    const again = await run("out", "--optimizers", "adam", "--seed", "1");
    expect(again.stderr).toContain("2 of 2 trials are done already");
    expect(await textIn("out")).toBe(before);
    const other = await run("out", "--optimizers", "adam", "--seed", "2");
    expect(other.code).toBe(2);
    expect(other.stderr).toContain('there is a study named "decoupling-quick" that asks something else');
    expect(await textIn("out")).toBe(before);
  }, 120_000);

  it("ends cleanly on Ctrl-C, with the report of what is done, and goes on from there", async () => {
    const args = ["run", "decoupling", ...tiny, "--epochs", "30", "--workers", "1", ...places("out")];
    const child = spawn(process.execPath, [lehrCommand, ...args], { stdio: ["ignore", "pipe", "pipe"] });
    let stderr = "";
    let asked = false;
    child.stderr.on("data", (text) => {
      stderr += text;
      if (!asked && /test error, \d+ s/.test(stderr)) asked = child.kill("SIGINT");
    });
    const code = await new Promise((resolve) => child.on("exit", resolve));
    expect(code).toBe(130);
    expect(stderr).toContain("interrupted; the report holds what is done. Go on with: lehr study resume");
    const done = (await resultsIn("out")).trials;
    expect(done.length).toBeGreaterThanOrEqual(1);
    expect(done.length).toBeLessThan(4);
    const files = await readdir(join(directory, "out"));
    expect(files).toContain("report.html");
    expect(files.filter((file) => file.endsWith(".tmp"))).toEqual([]);
    expect((await lehr(...args)).code).toBe(0);
    expect((await resultsIn("out")).trials.slice(0, done.length)).toEqual(done);
  }, 120_000);
});
