import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { writeFileAtomically } from "../files.js";
import type { Results } from "../results.js";
import { epochsCsv, trialsCsv } from "./csv.js";
import { standaloneFigure } from "./figure.js";
import { curvesFigure, heatMapFigure, paperFigure } from "./figures.js";
import type { Provenance } from "./provenance.js";
import { reportHtml, resultsJson } from "./report.js";

/**
 * Writes everything a run leaves behind: results.json, trials.csv, epochs.csv, heatmap.svg, heatmap-paper.svg,
 * curves.svg (unless nothing was finished) and, last, report.html. Each file is written whole or not at all.
 *
 * @param directory is created if it is not there.
 * @returns the paths written, report.html last.
 * @throws the system's error (no space, no permission ...).
 */
export async function writeReport(
  results: Results,
  provenance: Provenance,
  directory: string,
): Promise<string[]> {
  const figures = [heatMapFigure(results), paperFigure(results), curvesFigure(results)].filter(
    (figure) => figure !== null,
  );
  const files: [name: string, contents: string][] = [
    ["results.json", resultsJson(results)],
    ["trials.csv", trialsCsv(results.trials)],
    ["epochs.csv", epochsCsv(results.trials)],
    ...figures.map((figure): [string, string] => [figure.file, standaloneFigure(figure.drawing, figure)]),
    ["report.html", reportHtml(results, provenance)],
  ];
  await mkdir(directory, { recursive: true });
  const paths: string[] = [];
  for (const [name, contents] of files) {
    const path = join(directory, name);
    await writeFileAtomically(path, contents);
    paths.push(path);
  }
  return paths;
}
