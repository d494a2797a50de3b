import { mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readSafetensors } from "lehr";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Results } from "./results.js";
import { searchOf } from "./search/searchPlan.js";
import { variationOf } from "./search/variation.js";
import { openStore } from "./store/openStore.js";
import { beginStudy } from "./study/beginStudy.js";
import type { StudyEvent } from "./study/studyEvents.js";
import { writeFlowers } from "./testing/flowers.js";
import { runLehr } from "./testing/runLehr.js";

let directory: string;
let data: string;
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), "lehr-flowers-"));
  await writeFlowers(join(data, "flowers.csv"));
});
afterAll(() => rm(data, { recursive: true, force: true }));
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "lehr-own-"));
  return () => rm(directory, { recursive: true, force: true });
});

const lehr = (...args: string[]) => runLehr(args, directory);
const task = () => ["--dataset", `csv:${join(data, "flowers.csv")}`, "--model", "mlp"];
const resultsOf = async (name: string): Promise<Results> =>
  JSON.parse(await readFile(join(directory, "lehr-results", name, "results.json"), "utf8"));
const events = (stdout: string) =>
  stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as StudyEvent);

describe("what cannot be searched or trained", () => {
  it.each([
    [["search"], "--vary says what to search over; lehr train trains one setting"],
    [["search", "--vary", "lr=1e-3..1"], "--vary lr is a range without a number of values"],
    [["search", "--vary", "beta3=1,2"], 'adamw: unknown option "beta3"; known options are'],
    [["search", "--vary", "lr=1,2", "--halving", "1"], '--halving must be a number >= 2, got "1"'],
    [["search", "--vary", "lr=1,2", "--first-rung", "1"], "--first-rung needs --halving <factor>"],
    [["search", "--vary", "lr=1,2", "--dataset", "csv:none.csv"], "there is no file"],
    [["search", "--vary", "lr=1,2", "--name", " "], '--name must not be empty, got " "'],
    [["run", "decoupling", "--task", "./none.ts"], "there is no module"],
    [["train", "--set", "lr=1", "--lr", "2"], "lr is given twice; set it once"],
    [["train", "--model", "vgg"], 'unknown model "vgg"'],
    [["train", "--save", "none/model.safetensors"], "there is no such file; choose another --save"],
    [
      ["find-lr", "--from", "1", "--to", "0.1"],
      "--to must be more than --from, and that more than 0, got 1 to 0.1",
    ],
    [["study", "resume", "none"], "no studies are kept in"],
    [["study", "copy", "none", "--to", "other.db"], "no studies are kept in"],
    [["report", "none"], "no studies are kept in"],
  ])(
    "%j",
    async (args, message) => {
      const { code, stdout, stderr } = await lehr(...args);
      expect(stderr).toContain(message);
      expect([code, stdout]).toEqual([2, ""]);
      const left = (await readdir(directory, { recursive: true })).filter(
        (name) => !/studies\.db/.test(name),
      );
      expect(left.filter((name) => name !== "lehr-results")).toEqual([]);
    },
    30_000,
  );
});

describe("lehr search", () => {
  const search = (...more: string[]) =>
    lehr(
      "search",
      ...task(),
      "--vary",
      "lr=1e-3..1e-1:3",
      "--vary",
      "beta1=0.8,0.9",
      "--epochs",
      "2",
      ...more,
    );

  it("runs a grid, tells each trial and the end as JSON, and nothing twice", async () => {
    const { code, stdout, stderr } = await search("--json", "--quiet", "--name", "mine", "--seeds", "2");
    expect([code, stderr]).toEqual([0, ""]);
    const told = events(stdout);
    expect(told.map(({ event }) => event)).toEqual([...Array(12).fill("trial"), "study"]);
    const end = told.at(-1)!;
    expect(end).toMatchObject({ study: "mine", state: "done", trials: 12, done: 12, failed: 0 });
    const results = await resultsOf("mine");
    expect(results).toMatchObject({ experiment: "search", preset: "grid", seeds: 2 });
    expect(end).toMatchObject({ summary: results.summary });
    expect(await readdir(join(directory, "lehr-results", "mine"))).toEqual(
      expect.arrayContaining(["report.html", "settings.svg", "curves.png"]),
    );

    const again = await search("--json", "--name", "mine", "--seeds", "2");
    expect(events(again.stdout).map(({ event }) => event)).toEqual(["study"]);
    const other = await lehr(
      "search",
      ...task(),
      "--vary",
      "lr=1e-3..1e-1:3",
      "--vary",
      "beta1=0.8,0.95",
      "--epochs",
      "2",
      "--name",
      "mine",
      "--seeds",
      "2",
    );
    expect([other.code, other.stderr]).toEqual([2, expect.stringContaining("asks something else")]);

    const report = await lehr("report", "mine", "--out", "again");
    expect(report.code).toBe(0);
    expect(report.stdout).toMatch(/The best of 6 settings, lr 0\.\d+, beta1 0\.\d+, errs on/);
    const written = await readFile(join(directory, "again", "results.json"), "utf8");
    expect(JSON.parse(written)).toEqual(results);
  }, 120_000);

  it("halves, and says who was stopped", async () => {
    const { code, stdout } = await search("--halving", "2", "--first-rung", "1");
    expect(code).toBe(0);
    expect(stdout).toContain("The best of 6 settings");
    const { trials } = await resultsOf("search");
    expect(trials.filter(({ outcome }) => outcome === "stopped").length).toBe(3);
    const page = await readFile(join(directory, "lehr-results", "search", "report.html"), "utf8");
    expect(page).toContain("3 settings stopped");
  }, 60_000);
});

describe("lehr train", () => {
  it("shows each epoch, reports, and saves the weights that were judged", async () => {
    const train = () =>
      lehr(
        "train",
        ...task(),
        "--optimizer",
        "schedule-free-adamw",
        "--lr",
        "0.01",
        "--set",
        "beta1=0.8",
        "--epochs",
        "2",
        "--save",
        "flowers.safetensors",
      );
    const { code, stdout, stderr } = await train();
    expect(stderr).toMatch(
      /^epoch 1 of 2, loss \S+, test error \S+ %, learning rate \S+, \S+ s\nepoch 2 of 2/,
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/The training, optimizer schedule-free-adamw, .*beta1 0.8, errs on/);
    const results = await resultsOf("train");
    expect(results.trials[0]!.history.length).toBe(2);
    const { tensors, metadata } = readSafetensors(await readFile(join(directory, "flowers.safetensors")));
    expect(metadata).toMatchObject({ epoch: "2", testError: String(results.trials[0]!.testError) });
    expect(tensors["output/kernel"]!.shape).toEqual([128, 3]);
    expect(Math.min(...tensors["dense2/variance"]!.array)).toBeGreaterThan(0);
    expect(tensors["dense1/variance"]!.array[0]).not.toBe(1);
    expect(Math.min(...tensors["dense1/variance"]!.array)).toBeGreaterThan(0);

    const again = await train();
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining("its weights were not kept")]);
  }, 60_000);

  it("loses nothing where the weights cannot be written", async () => {
    await mkdir(join(directory, "taken"));
    const train = (save: string) => lehr("train", ...task(), "--epochs", "3", "--save", save);
    const first = await train("taken");
    expect([first.code, first.stdout]).toEqual([1, ""]);
    expect(first.stderr).toMatch(
      /lehr: cannot read or write .*taken: a directory is in the way; choose another --save\n$/,
    );
    const { code, stderr } = await train("free");
    expect(code).toBe(0);
    expect(stderr.match(/epoch \d/g)).toEqual(["epoch 3"]);
    expect((await resultsOf("train")).trials[0]!.history.length).toBe(3);
    expect(readSafetensors(await readFile(join(directory, "free"))).metadata.epoch).toBe("3");
  }, 60_000);
});

describe("lehr find-lr", () => {
  it("suggests rates as JSON, with a picture", async () => {
    const { code, stdout } = await lehr(
      "find-lr",
      ...task(),
      "--updates",
      "40",
      "--json",
      "--svg",
      "rates.svg",
    );
    expect(code).toBe(0);
    const { history, suggestions } = JSON.parse(stdout);
    expect(history[0].learningRate).toBe(1e-7);
    expect(suggestions.valley).toBeGreaterThan(1e-7);
    expect(await readFile(join(directory, "rates.svg"), "utf8")).toContain("learning rate");
  }, 30_000);
});

describe("lehr study", () => {
  it("copies a study that waits, and goes on with the copy", async () => {
    const search = searchOf({
      task: {
        ...{ dataset: `csv:${join(data, "flowers.csv")}`, model: "mlp" },
        ...{ trainSize: null, batchSize: 32, evaluateEvery: 1 },
      },
      ...{ epochs: 1, seed: 1, seeds: 1, fixed: {}, random: null, halving: null },
      varied: [variationOf("lr=0.01,0.1")],
    });
    const store = await openStore(join(directory, "mine.db"));
    await beginStudy(store, { name: "mine", ...search }, { workers: 0 });
    await expect(
      beginStudy(store, { name: "mine", ...search, trials: search.trials.slice(1) }, { workers: 0 }),
    ).rejects.toThrow('there is a study named "mine" that asks something else');
    await store.close();
    const copy = () =>
      lehr("study", "copy", "mine", "--store", "mine.db", "--to", "other.db", "--as", "copied");
    expect(await copy()).toMatchObject({ code: 0, stdout: "copied is in other.db, with 2 trials\n" });
    expect(await copy()).toMatchObject({
      code: 2,
      stderr: 'lehr: there is a study named "copied" already\n',
    });

    const { code, stdout } = await lehr("study", "resume", "copied", "--store", "other.db", "--json");
    expect(code).toBe(0);
    expect(events(stdout).map(({ event }) => event)).toEqual(["trial", "trial", "study"]);
    expect((await resultsOf("copied")).study).toBe("copied");
    const absent = await lehr("study", "resume", "none", "--store", "other.db");
    expect([absent.code, absent.stderr]).toEqual([2, 'lehr: unknown study "none"; choose from copied\n']);
  }, 60_000);
});
