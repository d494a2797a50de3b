import { describe, expect, test } from "vitest";
import { seriesWith, trialWith } from "../measures/testing/trialWith.js";
import type { Results, TrialResult } from "../results.js";
import { decouplingReport } from "./decoupling.js";
import { decouplingFindings } from "./decouplingFindings.js";
import { PROVENANCE, resultsOf, syntheticResults } from "./fixture.test.data.js";
import { reportPage } from "./page.js";
import { summaryLines } from "./summaryLines.js";

const none = { adam: seriesWith([], []) };
const plan = { adam: seriesWith([0.1, 0.2], [0.001, 0.002]) };

test.each<[string, Results]>([
  ["no series", resultsOf([], {})],
  ["no trial", resultsOf([], none)],
  ["a single cell", resultsOf([trialWith(0.1, 0.001, 50)], none)],
  ["a cell at decay 0 alone", resultsOf([trialWith(0.1, 0, 50)], none)],
  ["all diverged", resultsOf([trialWith(0.1, 0.001, null), trialWith(0.1, 0.002, null)], none)],
  ["all failed", resultsOf([trialWith(0.1, 0.001, null, { outcome: "failed" })], none)],
  ["a study interrupted before its first result", resultsOf([], plan)],
  ["an interrupted study", resultsOf([trialWith(0.1, 0.001, 50), trialWith(0.1, 0.002, 52)], plan)],
  ["all as bad as chance", resultsOf([trialWith(0.1, 0.001, 90), trialWith(0.1, 0.002, 90)], none)],
  ["three seeds", syntheticResults(["adam", "adamw"], 3)],
  [
    "an optimizer nobody has named",
    resultsOf([trialWith(0.1, 0.001, 50)], { adam: { ...none.adam, optimizer: "mine" } }),
  ],
])("a report of %s", (_, results) => {
  const page = reportPage(decouplingReport(results), results, PROVENANCE);
  const shown =
    page.slice(0, page.indexOf('<script type="application/json"')) + summaryLines(results).join("\n");
  expect(shown).not.toMatch(/NaN|Infinity|undefined|null/);
});

describe("findings", () => {
  test("diagonal against upright is said to be as in the paper", () => {
    const { headline, details } = decouplingFindings(syntheticResults());
    expect(headline).toEqual([
      expect.stringMatching(
        /^Here, as in the paper, Adam \+ L2 .* −1\.\d\d against 0\.13; in the paper −1\.59 against 0\.02\.$/,
      ),
    ]);
    const text = details.join("\n");
    expect(text).toMatch(/Adam \+ L2: at learning rate 0\.0005, a weight decay of up to 0\.02 /);
    expect(text).toMatch(/the run does not say which is better/);
    expect(text).toMatch(
      /Decay hardly helps Adam \+ L2 \(\d\.\d\d points\) and AdamW \(\d\.\d\d points\) in so/,
    );
    expect(text).toMatch(/Adam \+ L2, of 20 trials: 2 diverged/);
  });

  test("where decay helps more than the choice of test examples may, nothing is said of it", () => {
    const { trials, series } = syntheticResults();
    const least = series.adamw!.weightDecays[0];
    const worse = (one: TrialResult) =>
      one.series === "adamw" && one.weightDecay === least ? { ...one, testError: one.testError! + 10 } : one;
    const text = decouplingFindings(resultsOf(trials.map(worse), series)).details.join("\n");
    expect(text).toMatch(/Decay hardly helps Adam \+ L2 \(\d\.\d\d points\) in so/);
  });

  test("a run without the contrast is said to be without it", () => {
    const { trials, series } = syntheticResults(["adamw"]);
    const twin = trials.map((one) => ({ ...one, series: "adam" }));
    const results = resultsOf([...twin, ...trials], { adam: series.adamw!, adamw: series.adamw! });
    expect(decouplingFindings(results).headline).toEqual([
      expect.stringMatching(/^This run does not show the paper's contrast/),
    ]);
  });

  test("slopes whose intervals overlap are not told apart", () => {
    const { trials, series } = syntheticResults(["adamw"], 2);
    const twin = trials.map((one) => ({ ...one, series: "adam" }));
    const results = resultsOf([...twin, ...trials], { adam: series.adamw!, adamw: series.adamw! });
    expect(decouplingFindings(results).headline).toEqual([expect.stringMatching(/^Seeds differ too much/)]);
  });

  test("a difference that no seed takes back is more than chance explains, unless there are few", () => {
    const told = (seeds: number) => {
      const { trials, series } = syntheticResults(["adam", "adamw"], seeds);
      const worse = trials.map((one) =>
        one.series === "adam" && one.testError !== null ? { ...one, testError: one.testError + 5 } : one,
      );
      return decouplingFindings(resultsOf(worse, series)).details.join("\n");
    };
    expect(told(4)).toMatch(
      /a difference of −\d\.\d\d \(−\d\.\d\d to −\d\.\d\d\) points;.* so the difference is more than chance explains\./,
    );
    expect(told(2)).toContain(
      "so the difference is more than the choice of test examples explains; of two equal ones with 2 seeds each, chance " +
        "alone has all of one below all of the other once in 3 times.",
    );
  });

  test("a best cell at the edge of the grid is told", () => {
    const results = resultsOf([trialWith(0.1, 0.001, 50), trialWith(0.2, 0.001, 40)], none);
    expect(decouplingFindings(results).details.join("\n")).toMatch(/Adam \+ L2 lies at the edge of its grid/);
  });

  test("what cannot be told is not told", () => {
    const trials = [trialWith(0.1, 0.001, 50), trialWith(0.1, 0.001, 48, { series: "adamw" })];
    const { headline, details } = decouplingFindings(
      resultsOf(trials, { ...plan, adamw: { ...none.adam, optimizer: "adamw", decay: "decoupled" } }),
    );
    expect(headline).toEqual([expect.stringMatching(/cannot tell/)]);
    expect(details.join("\n")).toMatch(/Adam \+ L2, of 4 trials: 3 not run yet\./);
    expect(details.join("\n")).toMatch(/the tolerance slope is unknown/);
  });
});

test("lines for the terminal give every measure with its interval and a few words", () => {
  const lines = summaryLines(syntheticResults(["adam", "adamw"], 3));
  expect(lines.filter((line) => !line.startsWith(" "))).toEqual([
    ...["", "Adam + L2", "", "AdamW"],
    ...["", "In parentheses: ranges over the 3 seeds."],
  ]);
  expect(lines.join("\n")).toMatch(
    /tolerance slope {2,}-1\.\d\d \(-1\.\d\d to -1\.\d\d\) +half the learning rate/,
  );
  expect(lines.join("\n")).toMatch(
    /best test error {2,}\d\d\.\d\d \(\d\d\.\d\d to \d\d\.\d\d\) % at learning rate/,
  );
});
