import { meanFinalError, type SeriesCell } from "../../measures/seriesCells.js";
import { FIGURE_3 } from "../../paper/figure3.js";
import type { Results } from "../../results.js";
import { numbersTable } from "../numbersTable.js";
import type { ReportParts } from "../parts.js";
import { gapSentences } from "../sentences.js";
import { settingSentence } from "../setting.js";
import { hyperparameter, points } from "../words.js";
import { equalLossFigure, everyCurveFigure, finalErrorFigure, paperFigure } from "./figures.js";
import { finalLoss, type GeneralizationNumbers, generalizationNumbers } from "./numbers.js";
import { generalizationDetails, generalizationHeadline } from "./sentences.js";

/** What the experiment `generalization` says, for the terminal. */
export function generalizationLines(results: Results): string[] {
  const numbers = generalizationNumbers(results);
  const bests = (["adam", "adamw"] as const).flatMap((name) => {
    const best = numbers.best[name];
    if (!best) return [];
    const error = points(meanFinalError(best));
    return [
      `${TITLES[name].padEnd(9)}  best ${error} % at λ ${hyperparameter(best.weightDecay)}, ` +
        `training loss ${hyperparameter(finalLoss(best.trials))}`,
    ];
  });
  return [...bests, ...generalizationHeadline(numbers), ...gapSentences(results)];
}

/** What the experiment `generalization` shows: the paper's Figure 3. */
export function generalizationReport(results: Results): ReportParts {
  const numbers = generalizationNumbers(results);
  return {
    title: "Does decoupled decay generalize better, or only train better?",
    headline: generalizationHeadline(numbers),
    setting: settingSentence(results),
    sections: [
      {
        heading: "Test error at equal training loss",
        paragraphs: [
          "An optimizer may reach a lower test error because it fits the training set better, or because what it " +
            "finds generalizes better. Only test errors at the same training loss tell the two apart.",
        ],
        figures: [equalLossFigure(numbers)],
        points: generalizationDetails(results, numbers),
        notes: gapSentences(results),
      },
      {
        heading: "Final test error over the decay",
        figures: [finalErrorFigure(numbers), paperFigure()],
        tables: [decayTable("adam", numbers), decayTable("adamw", numbers)],
      },
      { heading: "Learning curves", figures: [everyCurveFigure(numbers)] },
    ],
  };
}

const TITLES = { adam: "Adam + L2", adamw: "AdamW" } as const;

/** The cells of an optimizer, the paper's at the same decay beside them where there is one. */
function decayTable(name: "adam" | "adamw", numbers: GeneralizationNumbers): string {
  const paper = FIGURE_3[name];
  const theirs = (lambda: number) => {
    const at = paper.weightDecay.findIndex((one) => Math.abs(one / lambda - 1) < 0.01);
    return at === -1 ? "" : points(paper.error[at]);
  };
  const cells = numbers[name];
  const severalRates = new Set(cells.map((cell) => cell.learningRate)).size > 1;
  return numbersTable({
    caption: `${TITLES[name]}: ${name === "adam" ? "L2 factor" : "normalized decay"} downwards`,
    head: ["λ", "test error, %", "training loss", "seeds", "paper, %"],
    rows: cells.map((cell) => [
      hyperparameter(cell.weightDecay) +
        (severalRates ? ` at learning rate ${hyperparameter(cell.learningRate)}` : ""),
      ...state(cell),
      String(cell.trials.length),
      theirs(cell.weightDecay),
    ]),
  });
}

function state(cell: SeriesCell): [error: string, loss: string] {
  if (cell.diverged) return ["diverged", ""];
  if (cell.trials.length === 0) return ["not run", ""];
  return [points(meanFinalError(cell)), hyperparameter(finalLoss(cell.trials))];
}
