import { isRange } from "../measures/bootstrap.js";
import { type Cell, rankedCells } from "../measures/grid.js";
import {
  describeCoordinateRegret,
  describeCouplingSlope,
  describeToleranceSlope,
} from "../measures/words.js";
import type { Results } from "../results.js";
import { errorName, isClassification } from "./errorWords.js";
import { escapeMarkup } from "./escapeMarkup.js";
import { decayFormula, decayName } from "./names.js";
import { numbersTable, type TableCell } from "./numbersTable.js";
import type { PaperMeasures } from "./paperPanels.js";
import type { SeriesResult } from "./seriesResult.js";
import {
  capitalized,
  cellNumber,
  hyperparameter,
  intervalsName,
  points,
  slopeNumber,
  withInterval,
} from "./words.js";

/**
 * The measures, a row per series and measure, with their intervals over seeds, beside those of the paper, each with a
 * few words; below it, what the measures are.
 *
 * @param paper by series, where the paper has the same; without it there is no such column.
 */
export function measuresTable(all: readonly SeriesResult[], judged: Told, paper?: PaperMeasures): string {
  const rows = all.flatMap((one) => {
    const measures = measureRows(one, paper?.[one.key]);
    return measures.map(([name, ours, theirs, words], i) => {
      const head =
        i === 0
          ? `<th scope="rowgroup" class="words" rowspan="${measures.length}">${escapeMarkup(one.name)}<small>${bestWords(one)}</small></th>`
          : "";
      const other = paper ? `<td>${theirs}</td>` : "";
      return `<tr>${head}<th scope="row">${name}</th><td>${ours}</td>${other}<td class="words">${escapeMarkup(words)}</td></tr>`;
    });
  });
  const head = [
    ["series", "words"],
    ["measure", "words"],
    ["here", ""],
    ...(paper ? [["paper", ""]] : []),
    ["what it says of this run", "words"],
  ].map(([name, kind]) => `<th scope="col"${kind ? ` class="${kind}"` : ""}>${name}</th>`);
  return (
    `<div class="scroll"><table><thead><tr>${head.join("")}</tr></thead>` +
    `<tbody>${rows.join("\n")}</tbody></table></div>\n${definitions(judged, paper !== undefined)}`
  );
}

function measureRows({ summary }: SeriesResult, paper: PaperMeasures[string] | undefined) {
  return [
    [
      "tolerance slope",
      withInterval(summary.toleranceSlope, summary.toleranceInterval, slopeNumber),
      slopeNumber(paper?.toleranceSlope),
      describeToleranceSlope(summary.toleranceSlope),
    ],
    [
      "the same of test loss",
      withInterval(summary.lossToleranceSlope, summary.lossToleranceInterval, slopeNumber),
      "",
      describeToleranceSlope(summary.lossToleranceSlope),
    ],
    [
      "coupling slope",
      withInterval(summary.couplingSlope, summary.couplingInterval, slopeNumber),
      slopeNumber(paper?.couplingSlope),
      describeCouplingSlope(summary.couplingSlope),
    ],
    [
      "coordinate regret",
      withInterval(summary.coordinateRegret, summary.regretInterval, points),
      points(paper?.coordinateRegret),
      describeCoordinateRegret(summary.coordinateRegret),
    ],
  ] as const;
}

function bestWords({ summary }: SeriesResult): string {
  if (summary.bestError === null || !summary.bestAt) return "nothing measured";
  const { learningRate, weightDecay } = summary.bestAt;
  const best = withInterval(summary.bestError, summary.bestErrorInterval, points);
  return `best ${best} %<br>at α ${hyperparameter(learningRate)}, λ ${hyperparameter(weightDecay)}`;
}

type Told = Pick<Results, "scales" | "error" | "seeds" | "task">;

function definitions(judged: Told, besidePaper: boolean): string {
  const { error, loss } = judged.scales;
  const nats = isClassification(judged) ? " nats" : "";
  const paper = besidePaper
    ? " The paper's columns use its own scale: a tolerance of 0.5 points, and 7.5 % from 7 % on."
    : "";
  return `<dl>
<dt>tolerance slope</dt><dd>How the largest tolerated decay moves with the learning rate: the slope of log λ against log α, where λ may cost
${error.tolerance} points of error (${loss.tolerance}${nats} of test loss) over the best of its row. 0: they are independent. −1: only their product counts.</dd>
<dt>coupling slope</dt><dd>The same for the best decay of each learning rate.</dd>
<dt>coordinate regret</dt><dd>Points of ${errorName(judged)} lost, on average, by taking the best decay at some learning rate and then the best learning rate for that decay.</dd>
<dt>scale</dt><dd>Diverged runs and errors from ${error.saturation.at} % count as ${error.saturation.value} %. Rows with a cell that has no result are left out.${paper}</dd>
${intervalDefinition(judged.seeds)}</dl>`;
}

function intervalDefinition(seeds: number): string {
  if (seeds < 2) return "";
  const few = isRange(seeds)
    ? ", of slopes and regrets without the outermost twentieth. They hold the truth far less often than 95 times in 100"
    : "";
  return `<dt>in parentheses</dt><dd>${capitalized(intervalsName(seeds))}, drawn anew cell by cell${few}.</dd>\n`;
}

/** Every cell of each grid as a table, for readers who cannot see the heat map or want its numbers. */
export function gridTables(all: readonly SeriesResult[]): string[] {
  return all.map(gridTable);
}

function gridTable({ name, series, grid }: SeriesResult): string {
  const best = rankedCells(grid)[0];
  const cellText = ({ state, value }: Cell, row: number, column: number): TableCell => {
    if (value === null) return state === "diverged" ? "diverged" : "no result";
    const text = cellNumber(value);
    return best?.row === row && best.column === column ? { strong: text } : text;
  };
  const convention = `${decayName(series.decay)}, ${decayFormula(series.decay)}`;
  return numbersTable({
    caption: `${name}: learning rate α downwards, weight decay λ to the right (${convention})`,
    head: ["α \\ λ", ...grid.weightDecay.map(hyperparameter)],
    rows: grid.cells.map((cells, row) => [
      hyperparameter(grid.learningRate[row]!),
      ...cells.map((cell, column) => cellText(cell, row, column)),
    ]),
    narrow: true,
  });
}
