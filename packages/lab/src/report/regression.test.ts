import { expect, test } from "vitest";
import { scalesFor } from "../measures/scalesFor.js";
import { summarize } from "../measures/summarize.js";
import type { Results } from "../results.js";
import { expectWellMade, reportText } from "../testing/reportText.js";
import { decouplingReport } from "./decoupling.js";
import { syntheticResults } from "./fixture.test.data.js";
import { schedulesReport } from "./schedules.js";
import { searchReport } from "./search/report.js";

/** What the made-up results would be of a regression whose mean losses are a hundredth of 40 times theirs. */
function regression({ task, trials, ...rest }: Results): Results {
  const results = {
    ...rest,
    task: { ...task, dataset: "module:/waves.ts", name: "waves", classes: 0 },
    trials: trials.map((trial) => ({ ...trial, testError: trial.testError && 40 * trial.testError })),
  };
  const scaled = { ...results, scales: scalesFor(rest.scales, results) };
  return { ...scaled, summary: summarize(scaled) };
}

test("a regression is compared on its own scale, and told without what holds of classifications", () => {
  const results = regression(syntheticResults(["adam", "adamw"], 2));
  // On the scale of CIFAR-10 every cell would be saturated.
  expect(results.summary.adam!.toleranceSlope).toBeLessThan(-0.8);
  expect(Math.abs(results.summary.adamw!.toleranceSlope!)).toBeLessThan(0.35);
  const parts = decouplingReport(results);
  expectWellMade(parts);
  const text = reportText(parts);
  expect(text).toContain("An error is a hundred times the mean of the task's own measure");
  expect(text).toMatch(/At their best, Adam \+ L2 has a test error of \d{4}\.\d\d % and AdamW one of/);
  expect(text).not.toMatch(/19 cases of 20|of the test examples|nats/);
  for (const { drawing } of parts.sections.flatMap(({ figures }) => figures ?? [])) {
    expect(drawing.body).not.toContain("nats");
  }
});

test("so are its schedules and its searches", () => {
  const schedules = schedulesReport(regression(syntheticResults(["adam-fixed", "adamw-fixed"], 2)));
  const search = searchReport({
    ...regression(syntheticResults(["adam"])),
    experiment: "search",
    preset: "grid",
  });
  for (const parts of [schedules, search]) {
    expectWellMade(parts);
    expect(reportText(parts)).not.toMatch(/19 cases of 20|of the test examples|nats/);
  }
  expect(reportText(search)).toMatch(/has a test error of \d{4}\.\d\d %, with one seed\./);
});
