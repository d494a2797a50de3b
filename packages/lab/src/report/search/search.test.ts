import { beforeAll, describe, expect, test } from "vitest";
import { search } from "../../experiments/search.js";
import { summarize } from "../../measures/summarize.js";
import type { Results, TrialResult } from "../../results.js";
import { type SearchRequest, searchOf } from "../../search/searchPlan.js";
import { variationOf } from "../../search/variation.js";
import { epochResult } from "../../testing/experimentResults.js";
import { expectWellMade, figureOf, reportText } from "../../testing/reportText.js";
import type { ReportParts } from "../parts.js";
import { settingResults, settingWords, variedValues } from "./settings.js";

/** A made-up search: errors grow with the distance of lr from 0.01 and of beta1 from 0.9. */
function madeUp(vary: readonly string[], more: Partial<SearchRequest> = {}): Results {
  const { plan, trials } = searchOf({
    task: { dataset: "cifar10", model: "cnn", trainSize: 100, batchSize: 10, evaluateEvery: 1 },
    ...{ epochs: 4, seed: 1, seeds: 2, fixed: {}, random: null, halving: null },
    varied: vary.map(variationOf),
    ...more,
  });
  const made = trials.map((trial): TrialResult => {
    const { learningRate, weightDecay, options, seed } = trial;
    const loss =
      Math.abs(Math.log10(learningRate / 0.01)) + Math.abs(Number(options.beta1 ?? 0.9) - 0.9) * 10;
    const error = (epoch: number) => 20 + 5 * loss + 100 * weightDecay + seed + 8 / epoch;
    const outcome = learningRate >= 1 ? "diverged" : learningRate < 1e-4 ? "stopped" : "finished";
    const epochs = { diverged: 0, stopped: 2, finished: 4 }[outcome];
    const history = Array.from({ length: epochs }, (_, i) =>
      epochResult({ epoch: i + 1, testError: error(i + 1), testLoss: 1 }),
    );
    return { ...trial, outcome, history, testError: outcome === "finished" ? error(4) : null };
  });
  const task = {
    ...plan.task,
    trainSize: 100,
    name: "CIFAR-10",
    parameters: 10,
    testSize: 10_000,
    classes: 10,
  };
  const results = { study: "mine", ...plan, task, trials: made };
  return { ...results, summary: summarize(results) };
}

describe("a search over a grid", () => {
  const results = madeUp(["lr=1e-5,1e-3,1e-2,1e-1,1", "weightDecay=0,1e-4", "beta1=0.8,0.9"]);
  const settings = settingResults(results);
  let parts: ReportParts;
  beforeAll(async () => {
    parts = await search.report(results);
  });

  test("ranks settings by their mean over seeds", async () => {
    const [best] = settings;
    expect(settings.length).toBe(20);
    expect(best).toMatchObject({ error: 23.5, interval: [23, 24], seeds: 2, stoppedAfter: null });
    expect(best!.values).toMatchObject({ lr: 1e-2, weightDecay: 0, beta1: 0.9 });
    expect(settings.filter(({ stoppedAfter }) => stoppedAfter === 2).length).toBe(4);
    expect(variedValues(settings)).toEqual([
      ["lr", [1e-5, 1e-3, 1e-2, 1e-1, 1]],
      ["weightDecay", [0, 1e-4]],
      ["beta1", [0.8, 0.9]],
    ]);
    expect(settingWords(best!, ["lr", "weightDecay", "beta1"])).toBe("lr 0.01, weightDecay 0, beta1 0.9");
  });

  test("tells the grid of the best options", async () => {
    expect(results.summary.adamw).toMatchObject({
      bestError: 23.5,
      bestAt: { learningRate: 1e-2, weightDecay: 0 },
    });
  });

  test("shows the best, the heat map, every setting, curves, who was stopped and what diverged", async () => {
    expectWellMade(parts);
    const text = reportText(parts);
    expect(text).toContain("What suits best: lr, weightDecay and beta1");
    expect(text).toContain(
      "The best of 20 settings, lr 0.01, weightDecay 0, beta1 0.9, errs on 23.50 (23.00 to 24.00) %",
    );
    expect(text).toContain("Of each map, beta1 are those of its best square.");
    expect(text).toMatch(/4 settings stopped/);
    expect(text).toContain("lr 1, weightDecay 0, beta1 0.8, seed 2: diverged in epoch 1.");
    const drawn = figureOf(parts, "settings");
    for (const name of ["lr", "weightDecay", "beta1"]) expect(drawn).toContain(`>${name}<`);
    // Zero has its place on the logarithmic axis.
    expect(drawn).toContain(">0<");
    figureOf(parts, "heatmap");
    figureOf(parts, "curves");
    expect((await search.lines(results))[0]).toBe(
      "23.50 (23.00 to 24.00) %  lr 0.01, weightDecay 0, beta1 0.9",
    );
  });
});

test("a search over names and drawn values; the best at an end is said to be there", async () => {
  const results = madeUp(["lr=1e-3..1e-2", "schedule=cosine,fixed", "amsgrad=true,false"], { random: 12 });
  const parts = await search.report(results);
  expectWellMade(parts);
  expect(reportText(parts)).toContain("The best lr is the largest that was tried: more may be better.");
  expect(figureOf(parts, "settings")).toContain(">fixed<");
  expect(() => figureOf(parts, "heatmap")).toThrow();
});

test("a single training, and one of which nothing is known", async () => {
  const results = madeUp([], { seeds: 1 });
  const parts = await search.report(results);
  expectWellMade(parts);
  expect(parts.title).toBe("A training");
  expect(parts.headline).toEqual([
    "The training, optimizer adamw, decay decoupled, schedule cosine, lr 0.001, weightDecay 0, errs on 28.00 % of the " +
      "test examples, with one seed.",
  ]);
  const empty = { ...results, trials: [] };
  expectWellMade(await search.report(empty));
  expect(await search.lines(empty)).toEqual(["Nothing has finished, so there is nothing to say yet."]);
});
