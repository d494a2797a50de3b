import { describe, expect, test } from "vitest";
import { flatness } from "../../experiments/flatness.js";
import { periodEnds } from "../../measures/anytime.js";
import { madeUpFlatness } from "../../testing/madeUpExperiments.js";
import { expectWellMade, reportText } from "../../testing/reportText.js";
import { flatnessNumbers } from "./numbers.js";
import { barrierSentence, flatnessHeadline } from "./sentences.js";

describe("flatness", () => {
  const numbers = flatnessNumbers(madeUpFlatness());

  test("measures each solution over its seeds", async () => {
    expect(numbers.solutions.map(({ name }) => name)).toEqual(["SGD", "SAM", "SWA", "AdamW", "AdamWR"]);
    const adaptive = numbers.rows[0]!;
    expect(adaptive.flatness.label).toBe("adaptive sharpness, nats");
    const [sgd, sam] = adaptive.means;
    expect(sgd!.value).toBeCloseTo(0.4, 1);
    expect(sam!.value / sgd!.value).toBeCloseTo(0.25, 9);
    expect(sgd!.interval![0]).toBeLessThan(sgd!.value);
    expect(numbers.unconverged).toBe(6);
  });

  test("tells what compares from what does not, and claims no more than intervals bear out", async () => {
    const correlations = Object.fromEntries(
      numbers.rows.map(({ flatness: { words }, correlation }) => [words, correlation!.value]),
    );
    expect(correlations["adaptive sharpness"]).toBeCloseTo(1, 9);
    expect(correlations["filter-normalized rise"]).toBeCloseTo(1, 9);
    expect(correlations["SAM sharpness"]).toBeLessThan(0.9);
    const [first, second] = flatnessHeadline(numbers, "test error");
    expect(first).toMatch(
      /Over 3 seeds, by adaptive sharpness, yes: its rank correlation with test error is \+1\.00 \(/,
    );
    expect(second).toMatch(/That of the training loss alone is [+\u2212]\d/);
    const text = reportText(await flatness.report(madeUpFlatness()));
    expect(text).toMatch(/6 top eigenvalues had not settled/);
    expect(text).toMatch(/The norms of the weights: SGD 20, SAM 20, SWA 20, AdamW 5 and AdamWR 5\./);
    expect(text).toMatch(/With training loss held fixed/);
  });

  test("of one seed there are no intervals, and it says so", async () => {
    const one = madeUpFlatness((trial, made) => (trial.seed === 1 ? made : null));
    expect(flatnessHeadline(flatnessNumbers(one), "test error")[0]).toMatch(
      /by adaptive sharpness, this does not tell: .* \+1\.00;/,
    );
    expect(reportText(await flatness.report(one))).toMatch(/One seed gives no intervals/);
  });

  test("says what lies between two solutions", async () => {
    const line = { first: "SGD", second: "SAM" };
    const along = (losses: (number | null)[]) => ({ positions: [0, 0.5, 1], losses });
    const testError = along([50, 40, 45]);
    expect(barrierSentence({ ...line, trainLoss: along([0.5, 0.75, 0.25]), testError })).toBe(
      "From SGD to SAM the training loss rises 0.25 nats above the higher end: a barrier lies between them. " +
        "The test error on it is least at t = 0.5, 40.00 %.",
    );
    expect(barrierSentence({ ...line, trainLoss: along([0.5, 0.4, 0.25]), testError })).toMatch(
      /no barrier lies/,
    );
    expect(barrierSentence({ ...line, trainLoss: along([0.5, null, 0.25]), testError })).toBe(
      "From SGD to SAM: not all losses on the way are known.",
    );
  });

  test("shows everything in figures, one interpolation for each other solution", async () => {
    const parts = await flatness.report(madeUpFlatness());
    expectWellMade(parts);
    const files = parts.sections.flatMap(({ figures }) => figures ?? []).map(({ file }) => file);
    expect(files).toEqual([
      "flatness",
      "landscape",
      ...["sam", "swa", "adamw", "adamwr"].map((to) => `interpolation-${to}`),
      "curves",
    ]);
  });

  test.each([
    ["nothing run", () => null],
    ["one optimizer", (trial, made) => (trial.series === "sgd" ? made : null)],
    ["all diverged", () => ({ history: [], outcome: "diverged" })],
    ["failed with one seed", (trial, made) => (trial.seed === 2 ? { history: [], outcome: "failed" } : made)],
    ["not measured", (_, { history }) => ({ history })],
    ["one seed", (trial, made) => (trial.seed === 1 ? made : null)],
  ] as [string, Parameters<typeof madeUpFlatness>[0]][])(
    "works on partial results: %s",
    async (_, change) => {
      const results = madeUpFlatness(change);
      expectWellMade(await flatness.report(results));
      expect((await flatness.lines(results)).join("\n")).not.toMatch(/NaN|undefined|null/);
    },
  );

  test("periods end with the run in every preset, and SGD, SAM and SWA share what they can", async () => {
    for (const { series } of Object.values(flatness.presets)) {
      for (const { schedule, epochs } of Object.values(series)) {
        expect(periodEnds(schedule, epochs).at(-1)).toBe(epochs);
      }
      const { sgd, sam, swa } = series;
      for (const other of [sam, swa]) {
        expect(other).toMatchObject({
          decay: sgd!.decay,
          epochs: sgd!.epochs,
          learningRates: sgd!.learningRates,
          weightDecays: sgd!.weightDecays,
        });
      }
    }
  });
});
