import type { Results } from "../results.js";
import { bestCurves, curvesFigure } from "./curvesFigure.js";
import { errorName } from "./errorWords.js";
import type { PaperMeasures } from "./paperPanels.js";
import type { Section } from "./parts.js";
import { seriesResults } from "./seriesResult.js";
import { gridTables, measuresTable } from "./tables.js";

/** What the run shows, a sentence each. */
export function findingsSection(details: readonly string[]): Section {
  return {
    heading: "What this run shows",
    ...(details.length > 0
      ? { points: details }
      : { paragraphs: ["Nothing was planned, so there is nothing to say."] }),
  };
}

/** The measures of every grid beside the paper's, how their best cells learned, and every number. */
export function numbersSections(results: Results, paper: PaperMeasures): Section[] {
  const all = seriesResults(results);
  const curves = curvesFigure(bestCurves(results), "the best cell of each series", results);
  return [
    { heading: "The measures", tables: [measuresTable(all, results, paper)] },
    ...(curves.length > 0 ? [{ heading: "How the best cells learned", figures: curves }] : []),
    {
      heading: "All numbers",
      paragraphs: [`Final ${errorName(results)} in per cent; the best cell of each grid stands out.`],
      tables: gridTables(all),
    },
  ];
}
