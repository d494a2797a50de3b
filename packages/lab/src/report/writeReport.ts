import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { writeFileAtomically } from "../files.js";
import type { Results } from "../results.js";
import { epochsCsv, trialsCsv } from "./csv.js";
import { lightFigure, standaloneFigure } from "./figure.js";
import { reportPage } from "./page.js";
import type { ReportParts } from "./parts.js";
import { pngOfSvg } from "./png.js";
import type { Provenance } from "./provenance.js";

/**
 * Writes everything a study leaves behind: results.json, trials.csv, epochs.csv, every figure as SVG and PNG and,
 * last, report.html. Each file is written whole or not at all.
 *
 * @param directory is created if it is not there.
 * @returns the paths written, report.html last.
 * @throws the system's error (no space, no permission ...).
 */
export async function writeReport(
  parts: ReportParts,
  results: Results,
  provenance: Provenance,
  directory: string,
): Promise<string[]> {
  await mkdir(directory, { recursive: true });
  const paths: string[] = [];
  const write = async (name: string, contents: string | Uint8Array) => {
    const path = join(directory, name);
    await writeFileAtomically(path, contents);
    paths.push(path);
  };
  await write("results.json", resultsJson(results));
  await write("trials.csv", trialsCsv(results.trials));
  await write("epochs.csv", epochsCsv(results.trials));
  for (const figure of parts.sections.flatMap(({ figures }) => figures ?? [])) {
    await write(`${figure.file}.svg`, standaloneFigure(figure.drawing, figure));
    await write(`${figure.file}.png`, await pngOfSvg(lightFigure(figure.drawing, figure)));
  }
  await write("report.html", reportPage(parts, results, provenance));
  return paths;
}

/** The text of results.json. */
export function resultsJson(results: Results): string {
  return `${JSON.stringify(results, null, 2)}\n`;
}
