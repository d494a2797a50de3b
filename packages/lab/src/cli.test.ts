import { execFile, spawn } from "node:child_process";
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Results } from "./results.js";
import { haveCifar10 } from "./testing/haveCifar10.js";

const command = fileURLToPath(new URL("../bin/lehr.js", import.meta.url));

interface Outcome {
  code: number | string | null;
  stdout: string;
  stderr: string;
}

function lehr(...args: string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(process.execPath, [command, ...args], (error, stdout, stderr) => {
      resolve({ code: error ? (error.code ?? null) : 0, stdout, stderr });
    });
  });
}

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "lehr-cli-"));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

describe("what cannot be done", () => {
  it.each([
    [["run", "decupling"], 'unknown experiment "decupling"; choose from decoupling'],
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
    [["run", "decoupling", "--workers", "0"], '--workers must be a whole number >= 1, got "0"'],
    [["run", "decoupling", "--epochs", "1.5"], '--epochs must be a whole number >= 1, got "1.5"'],
    [["run", "decoupling", "--seed", "x"], '--seed must be a whole number >= 0, got "x"'],
    [["run", "decoupling", "--sed", "1"], "unknown option '--sed'"],
    [["walk"], "unknown command 'walk'"],
  ])("%j", async (args, message) => {
    const out = join(directory, "out");
    const { code, stdout, stderr } = await lehr(...args, ...(args[0] === "run" ? ["--out", out] : []));
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
    expect(stderr).toMatch(/^lehr: cannot read or write .*: a file is in the way; choose another --out\n$/);
    expect(await readFile(out, "utf8")).toBe("mine");
  });

  it.skipIf(process.getuid?.() === 0)("an output directory without permission", async () => {
    await chmod(directory, 0o500);
    const { code, stderr } = await lehr("run", "decoupling", "--out", join(directory, "out"));
    expect(code).toBe(2);
    expect(stderr).toMatch(/^lehr: cannot read or write .*: no permission; choose another --out\n$/);
  });
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
  const run = (out: string, ...more: string[]) => lehr("run", "decoupling", ...tiny, "--out", out, ...more);
  const resultsIn = async (out: string): Promise<Results> =>
    JSON.parse(await readFile(join(out, "results.json"), "utf8"));
  const withoutTimes = ({ trials, ...rest }: Results) => ({
    ...rest,
    trials: trials.map(({ seconds, ...trial }) => trial),
  });

  it("trains, reports, and gives the same numbers for the same seed, however many workers", async () => {
    const [a, b, c] = ["a", "b", "c"].map((name) => join(directory, name)) as [string, string, string];
    const first = await run(a, "--seed", "5", "--workers", "2");
    expect(first.code).toBe(0);
    expect(first.stdout).toContain("Adam\n  best test error");
    expect(first.stdout).toContain(`Report: ${join(a, "report.html")}`);
    expect((await run(b, "--seed", "5", "--workers", "1")).code).toBe(0);
    expect((await run(c, "--seed", "6")).code).toBe(0);
    const results = await resultsIn(a);
    expect(results.trials.map(({ optimizer, learningRate }) => [optimizer, learningRate])).toEqual([
      ["adam", 0.001],
      ["adam", 0.004],
      ["adamw", 0.001],
      ["adamw", 0.004],
    ]);
    expect(results.task).toMatchObject({ dataset: "cifar10", trainSize: 200, testSize: 10_000, epochs: 2 });
    for (const { epochs, testError, diverged } of results.trials) {
      expect(diverged).toBe(false);
      expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 2]);
      expect(testError).toBe(epochs[1]!.testError);
      expect(testError).toBeLessThan(90);
    }
    expect(withoutTimes(await resultsIn(b))).toEqual(withoutTimes(results));
    expect(withoutTimes(await resultsIn(c))).not.toEqual(withoutTimes(results));
  }, 120_000);

  it("marks a trial that diverges, and goes on", async () => {
    const out = join(directory, "out");
    const { code } = await run(out, "--optimizers", "sgd", "--learning-rates", "0.01,1e30");
    expect(code).toBe(0);
    const { trials } = await resultsIn(out);
    expect(trials.map(({ diverged }) => diverged)).toEqual([false, true]);
    expect(trials[1]!.testError).toBe(null);
  }, 120_000);

  it("moves an earlier study's results aside", async () => {
    const out = join(directory, "out");
    await run(out, "--optimizers", "adam", "--seed", "1");
    await writeFile(join(out, "notes.txt"), "mine");
    await run(out, "--optimizers", "adam", "--seed", "2");
    expect((await resultsIn(out)).seed).toBe(2);
    expect((await resultsIn(join(out, "earlier-1"))).seed).toBe(1);
    expect(await readFile(join(out, "notes.txt"), "utf8")).toBe("mine");
  }, 120_000);

  it("ends cleanly on Ctrl-C, with the report of what is done", async () => {
    const out = join(directory, "out");
    const args = ["run", "decoupling", ...tiny, "--epochs", "30", "--workers", "1", "--out", out];
    const child = spawn(process.execPath, [command, ...args], { stdio: ["ignore", "pipe", "pipe"] });
    let stderr = "";
    let asked = false;
    child.stderr.on("data", (text) => {
      stderr += text;
      if (!asked && /test error, \d+ s/.test(stderr)) asked = child.kill("SIGINT");
    });
    const code = await new Promise((resolve) => child.on("exit", resolve));
    expect(code).toBe(130);
    expect(stderr).toContain("interrupted; the report holds the trials that were done");
    const { trials } = await resultsIn(out);
    expect(trials.length).toBeGreaterThanOrEqual(1);
    expect(trials.length).toBeLessThan(4);
    const files = await readdir(out);
    expect(files).toContain("report.html");
    expect(files.filter((file) => file.endsWith(".tmp"))).toEqual([]);
  }, 120_000);
});
