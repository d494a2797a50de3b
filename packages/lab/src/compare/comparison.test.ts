import { describe, expect, it } from "vitest";
import { comparisonLines } from "../commands/comparisonLines.js";
import type { Results, TrialResult } from "../results.js";
import { resultsOf } from "../study/storedStudy.js";
import { exampleStudy } from "../study/testing/exampleStudy.js";
import { comparison } from "./comparison.js";
import { pairedSeries } from "./pairedSeries.js";
import { sharedCells } from "./sharedCells.js";

/** Results of finished trials: a series, a learning rate, a seed and an error each. */
function resultsWith(
  study: string,
  trials: [series: string, learningRate: number, seed: number, error: number | null][],
): Results {
  const { spec, trials: records } = exampleStudy(study);
  const known = resultsOf({ spec, trials: [], epochs: new Map() });
  return {
    ...known,
    trials: trials.map(
      ([series, learningRate, seed, testError]): TrialResult => ({
        ...records.find(({ trial }) => trial.series === series)!.trial,
        learningRate,
        seed,
        outcome: testError === null ? "diverged" : "finished",
        history: [],
        testError,
      }),
    ),
  };
}

describe("sharedCells", () => {
  const first = resultsWith("first", [
    ["adam", 0.001, 1, 40],
    ["adam", 0.001, 2, 42],
    ["adam", 0.004, 1, 50],
    ["adamw", 0.001, 1, 39],
    ["adamw", 0.004, 1, 44],
  ]);

  it("compares the mean over seeds with the first study's", () => {
    const second = resultsWith("second", [
      ["adam", 0.001, 7, 39.5],
      ["adamw", 0.004, 7, 47],
    ]);
    expect(sharedCells([first, second])).toEqual([
      {
        series: "adam",
        optimizer: "adam",
        decay: "l2",
        learningRate: 0.001,
        weightDecay: 0.001,
        errors: [
          { error: 41, seeds: 2 },
          { error: 39.5, seeds: 1 },
        ],
        differences: [0, -1.5],
      },
      expect.objectContaining({ series: "adamw", learningRate: 0.004, differences: [0, 3] }),
    ]);
  });

  it("leaves out what diverged in one of them, and what one has not finished", () => {
    const second = resultsWith("second", [
      ["adam", 0.001, 1, 30],
      ["adam", 0.001, 2, null],
    ]);
    expect(sharedCells([first, second])).toEqual([]);
  });

  it("finds series by what they train with, whatever they are called", () => {
    const { adam, adamw } = first.series;
    const renamed: Results = {
      ...first,
      study: "renamed",
      series: { "with-decay": adamw!, plain: adam! },
      trials: first.trials.map((trial) => ({
        ...trial,
        series: trial.series === "adam" ? "plain" : "with-decay",
      })),
    };
    const shared = sharedCells([first, renamed]);
    expect(shared).toHaveLength(4);
    for (const { differences } of shared) expect(differences).toEqual([0, 0]);
    const other = { ...renamed, series: { plain: { ...adam!, options: { beta1: 0.5 } } } };
    expect(sharedCells([first, other])).toEqual([]);
  });
});

describe("series that are trained otherwise", () => {
  const trainedBy = (study: string, series: Record<string, string>): Results => {
    const { adamw } = resultsWith(study, []).series;
    const results = resultsWith(study, [["adamw", 0.001, 1, 40]]);
    return {
      ...results,
      series: Object.fromEntries(
        Object.entries(series).map(([name, schedule]) => [name, { ...adamw!, schedule }]),
      ),
      trials: Object.keys(series).map((name, i) => ({
        ...results.trials[0]!,
        series: name,
        testError: 40 + 10 * i,
      })),
    };
  };
  const cosine = trainedBy("cosine", { adamw: "cosine" });

  it("are compared only where there is none with the same schedule", () => {
    const three = trainedBy("three", {
      "adamw-fixed": "fixed",
      adamw: "step-drop",
      "adamw-cosine": "cosine",
    });
    expect(sharedCells([cosine, three])[0]!.differences).toEqual([0, 20]);
    expect(pairedSeries([cosine, three])[0]).toMatchObject({
      series: [{ name: "adamw" }, { name: "adamw-cosine" }],
      alike: true,
    });
    const two = trainedBy("two", { "adamw-fixed": "fixed", adamw: "step-drop" });
    expect(sharedCells([cosine, two])[0]!.differences).toEqual([0, 10]);
    expect(pairedSeries([cosine, two])[0]).toMatchObject({ alike: false });
  });

  it("and the same number of epochs, where there is one", () => {
    const lengths = trainedBy("lengths", { "adamw-25": "cosine", "adamw-4": "cosine" });
    lengths.series["adamw-25"]!.epochs = 25;
    expect(sharedCells([cosine, lengths])[0]!.differences).toEqual([0, 10]);
  });

  it("are told", () => {
    const [one, two] = [exampleStudy("one"), exampleStudy("two")];
    two.spec.plan.series = { plain: { ...two.spec.plan.series.adam!, schedule: "fixed" } };
    two.trials = two.trials.slice(0, 1).map((record) => ({
      ...record,
      trial: { ...record.trial, series: "plain", schedule: "fixed" },
    }));
    const lines = comparisonLines(comparison([one, two]), 100);
    const at = lines.indexOf("Compared with one another though names, schedules or epochs differ:");
    expect(lines.slice(at + 1, at + 3)).toEqual([
      "one                     two",
      "adam: cosine, 4 epochs  plain: fixed, 4 epochs",
    ]);
    expect(comparisonLines(comparison([one, exampleStudy("two")])).join()).not.toContain("though names");
  });
});

describe("comparison", () => {
  it("is of studies that are about the same test error", () => {
    const [one, two] = [exampleStudy("one"), exampleStudy("two")];
    two.spec.plan.error = "top-5";
    expect(() => comparison([one, two])).toThrow(
      "one and two are about different test errors, top-1 and top-5",
    );
    expect(comparison([two, two]).studies[0]).toMatchObject({ error: "top-5" });
    expect(comparisonLines(comparison([two, two])).join()).not.toContain("of test error");
  });

  it("sets studies, series and cells side by side", () => {
    const compared = comparison([exampleStudy("one"), exampleStudy("two")]);
    expect(compared.studies.map(({ study, done, planned }) => [study, done, planned])).toEqual([
      ["one", 2, 4],
      ["two", 2, 4],
    ]);
    expect(compared.series.map(({ study, series, bestError }) => [series, study, bestError])).toEqual([
      ["adam", "one", 22.5],
      ["adam", "two", 22.5],
      ["adamw", "one", null],
      ["adamw", "two", null],
    ]);
    const lines = comparisonLines(compared, 100);
    expect(lines).toContain("1 shared cell; compared with one:");
    expect(lines).toContain("  two: 0.00 points of test error on average, better in 0 of 1");
    expect(lines.at(-1)).toMatch(/^adam +0\.001 +0\.001 +22\.50 +22\.50 +0\.00$/);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(100);
  });
});
