import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseHTML } from "linkedom";
import { describe, expect, test } from "vitest";
import type { Results } from "../results.js";
import { decouplingReport } from "./decoupling.js";
import { PROVENANCE, syntheticResults } from "./fixture.test.data.js";
import { reportPage } from "./page.js";
import { writeReport } from "./writeReport.js";

const pageOf = (results: Results) => reportPage(decouplingReport(results), results, PROVENANCE);

const html = pageOf(syntheticResults());

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
    const results = { ...syntheticResults(), preset: "</script><b>&'", study: "<i>mine</i>" };
    const { document } = parseHTML(pageOf(results));
    const data = document.querySelector("#results")?.textContent ?? "";
    expect(JSON.parse(data)).toEqual(JSON.parse(JSON.stringify(results)));
    expect(document.querySelectorAll("main b b, main dd i, main script")).toHaveLength(0);
  });

  test("the CSV behind the link is the CSV beside the report", async () => {
    const directory = await mkdtemp(join(tmpdir(), "lehr-report-"));
    try {
      const results = syntheticResults();
      const paths = await writeReport(decouplingReport(results), results, PROVENANCE, join(directory, "new"));
      expect(paths.at(-1)).toBe(join(directory, "new", "report.html"));
      expect((await readdir(join(directory, "new"))).sort()).toEqual([
        "curves.png",
        "curves.svg",
        "epochs.csv",
        "heatmap-paper.png",
        "heatmap-paper.svg",
        "heatmap.png",
        "heatmap.svg",
        "report.html",
        "results.json",
        "trials.csv",
      ]);
      const { document } = parseHTML(await readFile(paths.at(-1)!, "utf8"));
      const link = document.querySelector("[download='trials.csv']")?.getAttribute("href") ?? "";
      const csv = await readFile(join(directory, "new", "trials.csv"), "utf8");
      expect(decodeURIComponent(link.slice(link.indexOf(",") + 1))).toBe(csv);
      expect(JSON.parse(await readFile(join(directory, "new", "results.json"), "utf8"))).toEqual(results);
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
    const texts = [
      PROVENANCE.command,
      "decoupling-quick",
      "38 finished, 2 diverged",
      "onnxruntime-node",
      "1.30.0",
      "Example CPU",
      "7 min 42 s",
    ];
    for (const text of texts) {
      expect(html).toContain(text);
    }
  });

  test("tells whence came what was taken over, and what nobody knows of it", () => {
    const { command: _, seconds: __, ...origin } = PROVENANCE;
    const reused = [
      { from: "first", trials: 12, origin: { ...origin, command: "lehr run decoupling --seed 2" } },
      { from: "old/results.json", trials: 1, origin: null },
    ];
    const results = syntheticResults();
    const told = (seconds: number, untimed: number) => {
      const provenance = { ...PROVENANCE, reused, seconds, untimed };
      const { document } = parseHTML(reportPage(decouplingReport(results), results, provenance));
      return [...document.querySelectorAll("dd")].map((entry) => entry.textContent);
    };
    const first =
      /^12 runs of first: begun 2026-11-23T06:30:00\.000Z by lehr run decoupling --seed 2; processor .*, lehr 0/;
    expect(told(90, 1)).toContainEqual(expect.stringMatching(first));
    expect(told(90, 1)).toContain("1 run of old/results.json, of unknown origin");
    expect(told(90, 1)).toContain("1 min 30 s, and that of 1 run, which is not known");
    expect(told(0, 40)).toContain("not known");
  });

  test("the same results give the same bytes", () => {
    expect(pageOf(syntheticResults())).toBe(html);
  });
});

test("says in tables and text what the intervals over seeds are", () => {
  const { document } = parseHTML(pageOf(syntheticResults(["adam", "adamw"], 3)));
  const cells = [...document.querySelectorAll("tbody td")].map((cell) => cell.textContent);
  expect(cells).toContainEqual(expect.stringMatching(/^−1\.\d\d \(−1\.\d\d to −1\.\d\d\)$/));
  expect(document.querySelector(".headline")?.textContent).toMatch(
    /−1\.\d\d \(−1\.\d\d to −1\.\d\d\) against/,
  );
});
