import { parseHTML } from "linkedom";
import { describe, expect, test } from "vitest";
import type { Results } from "../results.js";
import { PROVENANCE, resultsOf, syntheticResults } from "./fixture.test.data.js";
import { reportPage } from "./page.js";
import { schedulesReport } from "./schedules.js";
import { schedulesFindings } from "./schedulesFindings.js";
import { schedulesLines } from "./schedulesLines.js";

const KEYS = [
  "adam-fixed",
  "adamw-fixed",
  "adam-step-drop",
  "adamw-step-drop",
  "adam-cosine",
  "adamw-cosine",
];
const whole = syntheticResults(KEYS, 2);

/** The results with the final errors of one series moved by so many points. */
function moved(series: string, by: number): Results {
  const trials = whole.trials.map((one) =>
    one.series === series && one.testError !== null ? { ...one, testError: one.testError + by } : one,
  );
  return resultsOf(trials, whole.series);
}

describe("findings on schedules", () => {
  test("give AdamW minus Adam by schedule, with its interval, beside the paper's", () => {
    const [differences] = schedulesFindings(whole).headline;
    expect(differences).toMatch(
      /: (−0\.\d\d \(−\d\.\d\d to [+−]?\d\.\d\d\) with [a-z ]+(, | and )?){3}; in the paper \+0\.07, −0\.82 and −0\.98\.$/,
    );
  });

  test("call nothing better that chance may have made", () => {
    const [, verdict] = schedulesFindings(whole).headline;
    expect(verdict).toBe(
      "With a fixed learning rate, with step drops and with cosine annealing the difference may be chance.",
    );
    expect(schedulesFindings(whole).details.join("\n")).toMatch(/no smaller difference is called better\.$/m);
  });

  test("call better what is, and worse what is", () => {
    expect(schedulesFindings(moved("adam-cosine", 6)).headline[1]).toMatch(
      /^AdamW is better with cosine annealing; with a fixed learning rate and with step drops the difference may be chance/,
    );
    expect(schedulesFindings(moved("adamw-fixed", 6)).headline[1]).toMatch(
      /^Adam \+ L2 is better with a fixed learning rate;/,
    );
  });

  test("say whether AdamW gains with the schedule, and how schedules rank", () => {
    const growing = moved("adam-cosine", 6);
    const { details } = schedulesFindings(growing);
    expect(details[0]).toMatch(/^In the paper, AdamW gains .* In this run it does not\./);
    expect(details.join("\n")).toMatch(
      /^AdamW, from best to worst: .* with cosine annealing, .* with step drops and .* with a fixed learning rate\. The paper has the same order/m,
    );
    expect(details.join("\n")).toMatch(/^Adam \+ L2, from best to worst: .*The paper has another order/m);
  });

  test("with one seed, other seeds are said to be open", () => {
    expect(schedulesFindings(syntheticResults(KEYS)).details.join("\n")).toMatch(
      /other seeds may still move/,
    );
  });
});

test.each<[string, Results]>([
  ["everything", whole],
  ["one optimizer", syntheticResults(["adamw-fixed", "adamw-cosine"])],
  ["one series", syntheticResults(["adam-cosine"])],
  ["nothing run", resultsOf([], whole.series)],
  ["nothing planned", resultsOf([], {})],
])("a report of %s", (_, results) => {
  const page = reportPage(schedulesReport(results), results, PROVENANCE);
  const shown =
    page.slice(0, page.indexOf('<script type="application/json"')) + schedulesLines(results).join("\n");
  expect(shown).not.toMatch(/NaN|Infinity|undefined|null/);
});

test("the best of each panel stands beside the paper's", () => {
  const { document } = parseHTML(reportPage(schedulesReport(whole), whole, PROVENANCE));
  const rows = [...document.querySelectorAll("table")]
    .find((table) => table.textContent?.includes("differences in points"))!
    .querySelectorAll("tbody tr");
  const paper = [...rows].map((row) =>
    [...row.querySelectorAll("td")].filter((_, i) => i % 2 === 1).map((cell) => cell.textContent),
  );
  expect(paper).toEqual([
    ["5.80", "5.87", "+0.07"],
    ["5.62", "4.80", "−0.82"],
    ["4.90", "3.92", "−0.98"],
  ]);
});
