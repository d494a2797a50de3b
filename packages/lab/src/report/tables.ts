import { rankedCells } from "../measures/grid.js";
import {
  describeCoordinateRegret,
  describeCouplingSlope,
  describeToleranceSlope,
} from "../measures/words.js";
import { escapeMarkup } from "./escapeMarkup.js";
import { decayFormula, decayName } from "./names.js";
import type { OptimizerResult } from "./optimizerResult.js";
import { PAPER_MEASURES } from "./paperPanels.js";
import { cellNumber, hyperparameter, points, slopeNumber } from "./words.js";

/** The measures, a row per optimizer and measure, beside those of the paper, each with a few words. */
export function measuresTable(all: readonly OptimizerResult[]): string {
  const rows = all.flatMap((one) => {
    const { summary } = one;
    const paper = PAPER_MEASURES[one.optimizer];
    const loss = summary.lossToleranceSlope ?? null;
    const measures = [
      [
        "tolerance slope",
        slopeNumber(summary.toleranceSlope),
        slopeNumber(paper?.toleranceSlope),
        describeToleranceSlope(summary.toleranceSlope),
      ],
      ["the same of test loss", slopeNumber(loss), "", describeToleranceSlope(loss)],
      [
        "coupling slope",
        slopeNumber(summary.couplingSlope),
        slopeNumber(paper?.couplingSlope),
        describeCouplingSlope(summary.couplingSlope),
      ],
      [
        "coordinate regret",
        points(summary.coordinateRegret),
        points(paper?.coordinateRegret),
        describeCoordinateRegret(summary.coordinateRegret),
      ],
    ] as const;
    return measures.map(([name, ours, theirs, words], i) => {
      const head =
        i === 0
          ? `<th scope="rowgroup" class="words" rowspan="${measures.length}">${escapeMarkup(one.name)}<small>${bestWords(one)}</small></th>`
          : "";
      return `<tr>${head}<th scope="row">${name}</th><td>${ours}</td><td>${theirs}</td><td class="words">${escapeMarkup(words)}</td></tr>`;
    });
  });
  return (
    `<div class="scroll"><table><thead><tr><th scope="col" class="words">optimizer</th><th scope="col" class="words">measure</th>` +
    `<th scope="col">here</th><th scope="col">paper</th><th scope="col" class="words">what it says of this run</th></tr></thead>` +
    `<tbody>${rows.join("\n")}</tbody></table></div>`
  );
}

function bestWords({ summary }: OptimizerResult): string {
  if (summary.bestError === null || !summary.bestAt) return "nothing measured";
  const { learningRate, weightDecay } = summary.bestAt;
  return `best ${points(summary.bestError)} %<br>at α ${hyperparameter(learningRate)}, λ ${hyperparameter(weightDecay)}`;
}

/** Every cell of one grid as a table, for readers who cannot see the heat map or want its numbers. */
export function gridTable({ name, decay, grid }: OptimizerResult): string {
  const best = rankedCells(grid)[0];
  const columns = grid.weightDecay.map((lambda) => `<th scope="col">${hyperparameter(lambda)}</th>`).join("");
  const rows = grid.cells.map((cells, row) => {
    const values = cells.map((cell, column) => {
      if (cell.value === null) return `<td>${cell.state === "diverged" ? "diverged" : "not run"}</td>`;
      const text = cellNumber(cell.value);
      return `<td>${best?.row === row && best.column === column ? `<b>${text}</b>` : text}</td>`;
    });
    return `<tr><th scope="row">${hyperparameter(grid.learningRate[row]!)}</th>${values.join("")}</tr>`;
  });
  const convention = decay === "" ? "" : ` (${decayName(decay)}, ${decayFormula(decay)})`;
  const caption = `${name}: learning rate α downwards, weight decay λ to the right${convention}`;
  return (
    `<div class="scroll"><table class="grid"><caption>${escapeMarkup(caption)}</caption>` +
    `<thead><tr><th scope="col">α \\ λ</th>${columns}</tr></thead><tbody>${rows.join("\n")}</tbody></table></div>`
  );
}
