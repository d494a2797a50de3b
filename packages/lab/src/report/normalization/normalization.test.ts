import { describe, expect, test } from "vitest";
import { normalization } from "../../experiments/normalization.js";
import { judged } from "../../measures/judged.js";
import type { Results } from "../../results.js";
import { madeUpNormalization } from "../../testing/madeUpExperiments.js";
import { expectWellMade, figureOf, reportText } from "../../testing/reportText.js";
import { normalizationClaims } from "./claims.js";
import { conventionsOf, normalizationNumbers } from "./numbers.js";
import { normalizationHeadline } from "./sentences.js";

describe("normalization", () => {
  test("finds the slopes that were put in, and their best decays", () => {
    const { raw, normalized } = normalizationNumbers(madeUpNormalization());
    expect(raw.slope!.value).toBeCloseTo(-0.5, 1);
    expect(normalized.slope!.value).toBeCloseTo(0, 1);
    expect(raw.rows.map(({ updates }) => updates)).toEqual([128, 512, 2048]);
    for (const { best, updates } of raw.rows) {
      expect(best!.weightDecay! * Math.sqrt(updates)).toBeGreaterThan(0.08);
      expect(best!.weightDecay! * Math.sqrt(updates)).toBeLessThan(0.12);
    }
    expect(raw.slope!.interval![1]).toBeLessThan(-0.4);
  });

  test("of several learning rates each decay counts with its best", async () => {
    const preset = normalization.presets.paper!;
    const narrow = Object.fromEntries(
      Object.entries(preset.series).map(([name, one]) => [
        name,
        { ...one, learningRates: [0.0005, 0.001, 0.002] },
      ]),
    );
    const results = madeUpNormalization(undefined, { ...preset, series: narrow });
    const { normalized } = normalizationNumbers(results);
    expect(normalized.slope!.value).toBeCloseTo(0, 1);
    expect(normalized.slope!.interval).toBeNull();
    const at = (weightDecay: number) =>
      results.trials.filter((trial) => trial.series === "normalized-25" && trial.weightDecay === weightDecay);
    for (const { weightDecay, error } of normalized.rows[0]!.measured) {
      expect(error).toBe(Math.min(...at(weightDecay).map((trial) => trial.testError!)));
    }
    expectWellMade(await normalization.report(results));
  });

  test("the headline says whether the rule holds", () => {
    const [raw, normalized] = normalizationHeadline(normalizationNumbers(madeUpNormalization()));
    expect(raw).toMatch(
      /multiply the best decoupled decay as it is by 0\.\d\d .*as the paper's rule has it\.$/,
    );
    expect(normalized).toMatch(/as the paper's rule has it\.$/);
  });

  test("if the best decay does not move at all, the rule is not borne out", () => {
    const still = madeUpNormalization((trial, { history }) => {
      const decay = trial.weightDecay / (trial.decay === "normalized" ? Math.sqrt(8 * trial.epochs) : 1);
      return {
        history: history.map((epoch) => ({ ...epoch, testError: 40 + Math.log(decay / 0.005) ** 2 })),
      };
    });
    const numbers = normalizationNumbers(still);
    const { raw, normalized } = numbers;
    expect(raw.slope!.value).toBeCloseTo(0, 6);
    expect(normalized.slope!.value).toBeCloseTo(0.5, 6);
    for (const sentence of normalizationHeadline(numbers)) {
      expect(sentence).toMatch(/not what the paper's rule has\.$/);
    }
  });

  test("a best decay at the end of its row is left out, and that is said", async () => {
    const ends = madeUpNormalization((trial, { history }) => ({
      history: history.map((epoch) =>
        trial.epochs === 16 ? { ...epoch, testError: 80 + Math.log(trial.weightDecay) / 10 } : epoch,
      ),
    }));
    const { raw } = normalizationNumbers(ends);
    expect(raw.rows[0]!.best).toMatchObject({ weightDecay: null, edge: "smallest" });
    expect(raw.slope!.value).toBeCloseTo(-0.5, 1);
    const text = reportText(await normalization.report(ends));
    expect(text).toMatch(/16 epochs: the smallest decay tried is the best: decay did not help/);
    expect(text).toMatch(/the slope rests on two budgets, which always lie on a line/);
  });

  test("drawn as it has always been", async () => {
    const parts = await normalization.report(madeUpNormalization());
    expectWellMade(parts);
    for (const file of ["error-over-decay", "error-over-decay-paper", "best-decay"]) {
      await expect(figureOf(parts, file)).toMatchFileSnapshot(`testdata/${file}.svg`);
    }
  });

  test.each([
    ["nothing run", () => null],
    ["only the shortest", (trial, made) => (trial.epochs === 16 ? made : null)],
    ["one seed", (trial, made) => (trial.seed === 1 ? made : null)],
    [
      "a hole in each row",
      (trial, made) => (trial.weightDecay > 0.005 && trial.weightDecay < 0.03 ? null : made),
    ],
    ["all diverged", () => ({ history: [], outcome: "diverged" })],
    [
      "strong decays diverged",
      (trial, made) => (trial.weightDecay > 0.02 ? { history: [], outcome: "diverged" } : made),
    ],
    ["failed", (trial, made) => (trial.seed === 3 ? { history: [], outcome: "failed" } : made)],
  ] as [string, Parameters<typeof madeUpNormalization>[0]][])(
    "works on partial results: %s",
    async (_, change) => {
      const results = madeUpNormalization(change);
      expectWellMade(await normalization.report(results));
      expect((await normalization.lines(results)).join("\n")).not.toMatch(/NaN|undefined|null/);
    },
  );

  test("says of each comparison of the paper's whether it agrees", async () => {
    const verdicts = (results: Results) =>
      normalizationClaims(results, normalizationNumbers(results)).map(({ verdict }) => verdict);
    // The best normalized decay, 0.1 or so, lies at the edge of what the paper's two good values span.
    expect(verdicts(madeUpNormalization()).slice(0, 3)).toEqual(["agrees", "agrees", "agrees"]);
    const one = madeUpNormalization((trial, made) => (trial.seed === 1 ? made : null));
    expect(new Set(verdicts(one))).toEqual(new Set(["open"]));
    expect(reportText(await normalization.report(madeUpNormalization()))).toMatch(
      /Of the 6 comparisons with the paper's Supplementary Figure 3, \d agree/,
    );
  });

  test("on ImageNet32x32 shows AdamW and SGDW, by their top-5 error", async () => {
    const preset = normalization.presets["paper-imagenet32"]!;
    const results = judged(
      madeUpNormalization(
        (_, { history }) => ({
          history: history.map((epoch) => ({ ...epoch, testTop5Error: epoch.testError! / 2 })),
        }),
        preset,
      ),
    );
    const numbers = normalizationNumbers(results);
    expect(conventionsOf(numbers)).toEqual(["normalized", "sgdw-normalized"]);
    expect(numbers["sgdw-normalized"].rows.map(({ series }) => series)).toEqual([
      "sgdw-normalized-1",
      "sgdw-normalized-16",
      "sgdw-normalized-64",
    ]);
    const parts = await normalization.report(results);
    expectWellMade(parts);
    expect(figureOf(parts, "best-decay")).toContain(">normalized decay of SGDW<");
    expect(reportText(parts)).toContain(
      "<caption>Top-5 test error, %, normalized decay of SGDW to the right",
    );
  });

  test("the presets' budgets are 1, 4 and 16 times the shortest but on ImageNet32x32, and name their series", () => {
    for (const [preset, { series }] of Object.entries(normalization.presets)) {
      const epochs = [...new Set(Object.values(series).map((one) => one.epochs))];
      const times = preset === "paper-imagenet32" ? [1, 16, 64] : [1, 4, 16];
      expect(epochs.map((one) => one / epochs[0]!)).toEqual(times);
      for (const [name, { optimizer, decay, epochs: own }] of Object.entries(series)) {
        const convention = decay === "normalized" ? "normalized" : "raw";
        expect(name).toBe(`${optimizer === "sgdw" ? "sgdw-" : ""}${convention}-${own}`);
      }
    }
  });
});
