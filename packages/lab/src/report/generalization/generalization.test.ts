import { describe, expect, test } from "vitest";
import { generalization } from "../../experiments/generalization.js";
import { FIGURE_3 } from "../../paper/figure3.js";
import { madeUpGeneralization } from "../../testing/madeUpExperiments.js";
import { expectWellMade, figureOf, reportText } from "../../testing/reportText.js";
import { generalizationClaims } from "./claims.js";
import { generalizationNumbers } from "./numbers.js";
import { generalizationHeadline } from "./sentences.js";

const headline = (results: ReturnType<typeof madeUpGeneralization>) =>
  generalizationHeadline(generalizationNumbers(results), results).join(" ");

describe("generalization", () => {
  test("finds the difference at equal training loss that was put in", () => {
    const { equalLoss, finalGap, best } = generalizationNumbers(madeUpGeneralization(2));
    expect(equalLoss!.difference.value).toBeCloseTo(2, 0);
    expect(equalLoss!.adam - equalLoss!.adamw).toBeCloseTo(equalLoss!.difference.value, 9);
    expect(equalLoss!.difference.interval![0]).toBeGreaterThan(1.5);
    expect(equalLoss!.difference.seeds).toBe(3);
    expect(finalGap!.estimate.value).toBeCloseTo(2, 0);
    expect([best.adam?.weightDecay, best.adamw?.weightDecay]).toEqual([0.0064, 0.1]);
  });

  test("says no more than the interval bears out", () => {
    expect(headline(madeUpGeneralization(2))).toMatch(
      /as in the paper, AdamW is ahead, by [12]\.\d\d points/,
    );
    expect(headline(madeUpGeneralization(-2))).toMatch(/unlike in the paper, Adam is ahead/);
    expect(headline(madeUpGeneralization(2))).toMatch(
      /by chance alone, 3 seeds agree on the sign once in 4 times/,
    );
    const one = madeUpGeneralization(2, (trial, made) => (trial.seed === 1 ? made : null));
    expect(headline(one)).toMatch(/one seed, so no interval\), which does not tell the two apart/);
    expect(headline(one)).not.toMatch(/ahead/);
  });

  test("says of each comparison of the paper's whether it agrees", async () => {
    const verdicts = (gain: number) => {
      const results = madeUpGeneralization(gain);
      return generalizationClaims(results, generalizationNumbers(results)).map(({ verdict }) => verdict);
    };
    // Adam and AdamW differ as much all along, and end at the same training loss.
    expect(verdicts(2)).toEqual(["agrees", "agrees", "agrees", "open", "open"]);
    expect(verdicts(-2)).toEqual(["differs", "differs", "differs", "open", "open"]);
    const text = reportText(await generalization.report(madeUpGeneralization(2)));
    expect(text).toContain("Of the 5 comparisons with the paper's Figure 3, 3 agree and 2 cannot be told.");
    expect(text).toMatch(/on average .*: as in the paper, AdamW's solutions generalize better\./);
  });

  test("drawn as it has always been", async () => {
    const parts = await generalization.report(madeUpGeneralization());
    expectWellMade(parts);
    for (const file of ["error-at-equal-loss", "final-error", "learning-curves"]) {
      await expect(figureOf(parts, file)).toMatchFileSnapshot(`testdata/${file}.svg`);
    }
  });

  test("says plainly what the budget cannot show, and at which end the best decay lies", async () => {
    const text = reportText(await generalization.report(madeUpGeneralization()));
    expect(text).toMatch(/the training set is not fitted/);
    const little = madeUpGeneralization(2, (trial, made) =>
      trial.weightDecay < 0.03 ? made : { history: made.history, outcome: "diverged" },
    );
    const said = reportText(await generalization.report(little));
    expect(said).toMatch(/AdamW did best \(\d+\.\d\d %\) with the smallest decay tried: .* did not help/);
    expect(said).toMatch(/Adam \+ L2, of 15 trials: 3 diverged/);
    const fitted = madeUpGeneralization(2, (_, { history }) => ({
      history: history.map((epoch) => ({ ...epoch, trainLoss: epoch.trainLoss / 100 })),
    }));
    expect(reportText(await generalization.report(fitted))).not.toMatch(/not fitted/);
  });

  test("says which optimizer the comparison favours", async () => {
    const slower = madeUpGeneralization(2, (trial, { history }) => ({
      history: history.map((epoch) => ({
        ...epoch,
        trainLoss: epoch.trainLoss * (trial.optimizer === "adam" ? 1.5 : 1),
      })),
    }));
    expect(reportText(await generalization.report(slower))).toMatch(
      /Adam ends near that loss.*That favours Adam;/,
    );
    expect(reportText(await generalization.report(madeUpGeneralization()))).toMatch(
      /Both end near that loss/,
    );
  });

  test.each([
    ["nothing run", () => null],
    ["only Adam", (trial, made) => (trial.optimizer === "adam" ? made : null)],
    ["all diverged", () => ({ history: [], outcome: "diverged" })],
    ["all failed", () => ({ history: [], outcome: "failed" })],
    ["stopped early", (_, made) => ({ history: made.history.slice(0, 9), outcome: "stopped" })],
    [
      "one cell each",
      (trial, made) => (trial.seed === 1 && [0.0064, 0.1].includes(trial.weightDecay) ? made : null),
    ],
    ["different seeds", (trial, made) => (trial.seed === (trial.optimizer === "adam" ? 1 : 2) ? made : null)],
  ] as [string, Parameters<typeof madeUpGeneralization>[1]][])(
    "works on partial results: %s",
    async (_, change) => {
      const results = madeUpGeneralization(2, change);
      expectWellMade(await generalization.report(results));
      expect((await generalization.lines(results)).join("\n")).not.toMatch(/NaN|undefined|null/);
      expect((await generalization.lines(results)).join("\n")).toMatch(/of 15 trials/);
    },
  );

  test("the paper's preset has the decays of its figure", () => {
    const { adam, adamw } = generalization.presets.paper!.series;
    const near = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 12));
    expect(adam!.weightDecays).toEqual(near([...FIGURE_3.adam.weightDecay].reverse()));
    expect(adamw!.weightDecays).toEqual(near(FIGURE_3.adamw.weightDecay));
    expect(adam!.weightDecays.length + adamw!.weightDecays.length).toBe(19);
  });
});
