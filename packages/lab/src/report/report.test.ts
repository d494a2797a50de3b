import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseHTML } from "linkedom";
import { describe, expect, test } from "vitest";
import type { Results, TrialResult } from "../results.js";
import { findings } from "./findings.js";
import { PROVENANCE, resultsOf, syntheticResults } from "./fixture.test.data.js";
import { reportHtml } from "./report.js";
import { writeReport } from "./writeReport.js";

const html = reportHtml(syntheticResults(), PROVENANCE);

describe("report", () => {
  test("loads nothing and runs nothing", () => {
    const { document } = parseHTML(html);
    expect(
      document.querySelectorAll(
        "link, img, iframe, object, embed, [src], script:not([type='application/json'])",
      ),
    ).toHaveLength(0);
    for (const link of document.querySelectorAll("[href]")) {
      expect(link.getAttribute("href")).toMatch(/^data:text\/csv;/);
    }
    expect(html.match(/@import|url\(|\son\w+="/)).toBeNull();
    expect(html.replaceAll('xmlns="http://www.w3.org/2000/svg"', "").match(/https?:/)).toBeNull();
  });

  test("holds the results, whatever they are called", () => {
    const results = { ...syntheticResults(), preset: "</script><b>&'" };
    const { document } = parseHTML(reportHtml(results, PROVENANCE));
    const data = document.querySelector("#results")?.textContent ?? "";
    expect(JSON.parse(data)).toEqual(JSON.parse(JSON.stringify(results)));
    expect(document.querySelectorAll("main b b, main script")).toHaveLength(0);
  });

  test("the CSV behind the link is the CSV beside the report", async () => {
    const directory = await mkdtemp(join(tmpdir(), "lehr-report-"));
    try {
      const paths = await writeReport(syntheticResults(), PROVENANCE, join(directory, "new"));
      expect(paths.at(-1)).toBe(join(directory, "new", "report.html"));
      expect((await readdir(join(directory, "new"))).sort()).toEqual([
        "curves.svg",
        "epochs.csv",
        "heatmap-paper.svg",
        "heatmap.svg",
        "report.html",
        "results.json",
        "trials.csv",
      ]);
      const { document } = parseHTML(await readFile(paths.at(-1)!, "utf8"));
      const link = document.querySelector("[download='trials.csv']")?.getAttribute("href") ?? "";
      const csv = await readFile(join(directory, "new", "trials.csv"), "utf8");
      expect(decodeURIComponent(link.slice(link.indexOf(",") + 1))).toBe(csv);
      expect(JSON.parse(await readFile(join(directory, "new", "results.json"), "utf8"))).toEqual(
        syntheticResults(),
      );
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  test("has a table cell for every square, headed for screen readers", () => {
    const { document } = parseHTML(html);
    expect(document.querySelectorAll("table.grid td")).toHaveLength(40);
    expect(document.querySelectorAll("table.grid th[scope]").length).toBe(2 * (6 + 4));
  });

  test("gives command, versions, machine and times", () => {
    for (const text of [PROVENANCE.command, "onnxruntime-node", "1.30.0", "Example CPU", "7 min 42 s"]) {
      expect(html).toContain(text);
    }
  });

  test("the same results give the same bytes", () => {
    expect(reportHtml(syntheticResults(), PROVENANCE)).toBe(html);
  });
});

const plan = { adam: { learningRate: [0.1, 0.2], weightDecay: [0.001, 0.002] } };
const trial = (weightDecay: number, testError: number | null): TrialResult => ({
  optimizer: "adam",
  decay: "l2",
  schedule: "constant",
  learningRate: 0.1,
  weightDecay,
  seed: 1,
  diverged: testError === null,
  seconds: 1,
  epochs: testError === null ? [] : [{ epoch: 1, learningRate: 0.1, trainLoss: 2, testLoss: 2, testError }],
  testError,
});

test.each<[string, Results]>([
  ["no trial", resultsOf([])],
  ["a single cell", resultsOf([trial(0.001, 50)])],
  ["a cell at decay 0 alone", resultsOf([trial(0, 50)])],
  ["all diverged", resultsOf([trial(0.001, null), trial(0.002, null)])],
  ["a study interrupted before its first result", resultsOf([], plan)],
  ["an interrupted study", resultsOf([trial(0.001, 50), trial(0.002, 52)], plan)],
  ["all as bad as chance", resultsOf([trial(0.001, 90), trial(0.002, 90)])],
  [
    "an optimizer and a decay nobody has named",
    resultsOf([{ ...trial(0.001, 50), optimizer: "mine", decay: "own" }]),
  ],
])("a report of %s", (_, results) => {
  const page = reportHtml(results, PROVENANCE);
  expect(page.slice(0, page.indexOf('<script type="application/json"'))).not.toMatch(
    /NaN|Infinity|undefined|null/,
  );
});

describe("findings", () => {
  test("diagonal against upright is said to be as in the paper", () => {
    const { headline, details } = findings(syntheticResults());
    expect(headline).toEqual([
      expect.stringMatching(
        /^Here, as in the paper, Adam \+ L2 .* −1\.\d\d against 0\.13 \(in the paper −1\.59 against 0\.02\)\.$/,
      ),
    ]);
    expect(details.join("\n")).toMatch(
      /Adam \+ L2: at learning rate 0\.0005, a weight decay of up to 0\.02 /,
    );
    expect(details.join("\n")).toMatch(/the run does not say which is better/);
    expect(details.join("\n")).toMatch(/Decay hardly helps/);
    expect(details.join("\n")).toMatch(/diverged in 2 of 20 cells/);
  });

  test("a run without the contrast is said to be without it", () => {
    const { trials } = syntheticResults(["adamw"]);
    const twin = trials.map((one) => ({ ...one, optimizer: "adam" }));
    expect(findings(resultsOf([...twin, ...trials])).headline).toEqual([
      expect.stringMatching(/^This run does not show the paper's contrast/),
    ]);
  });

  test("what cannot be told is not told", () => {
    const { headline, details } = findings(
      resultsOf([trial(0.001, 50), { ...trial(0.001, 48), optimizer: "adamw" }], plan),
    );
    expect(headline).toEqual([expect.stringMatching(/cannot tell/)]);
    expect(details.join("\n")).toMatch(/Adam \+ L2: not run: 3 of 4 cells/);
    expect(details.join("\n")).toMatch(/the tolerance slope is unknown/);
  });
});
