import { meanFinalError, type SeriesCell } from "../../measures/seriesCells.js";
import { FIGURE_3 } from "../../paper/figure3.js";
import type { Results } from "../../results.js";
import { mostSeeds } from "../bandWords.js";
import { claimsSentence, claimsTable, verdictWords } from "../claims.js";
import { errorName } from "../errorWords.js";
import { numbersTable } from "../numbersTable.js";
import type { ReportParts } from "../parts.js";
import { gapSentences } from "../sentences.js";
import { settingSentence } from "../setting.js";
import { capitalized, hyperparameter, points } from "../words.js";
import { generalizationClaims } from "./claims.js";
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
  return [
    ...bests,
    ...generalizationHeadline(numbers, results),
    ...claimsSentence(generalizationClaims(results, numbers), "the paper's Figure 3"),
    ...gapSentences(results),
  ];
}

/** What the experiment `generalization` shows: the paper's Figure 3. */
export function generalizationReport(results: Results): ReportParts {
  const numbers = generalizationNumbers(results);
  const error = errorName(results);
  const claims = generalizationClaims(results, numbers);
  const seeds = mostSeeds([...numbers.adam, ...numbers.adamw]);
  return {
    title: "Does decoupled decay generalize better, or only train better?",
    headline: [
      ...generalizationHeadline(numbers, results),
      ...claimsSentence(claims, "the paper's Figure 3"),
    ],
    setting: settingSentence(results),
    sections: [
      {
        heading: `${capitalized(error)} at equal training loss`,
        paragraphs: [
          `An optimizer may reach a lower ${error} because it fits the training set better, or because what it ` +
            `finds generalizes better. Only ${error}s at the same training loss tell the two apart.`,
        ],
        figures: [equalLossFigure(numbers, results)],
        points: generalizationDetails(results, numbers),
        notes: gapSentences(results),
      },
      {
        heading: "What agrees with the paper",
        tables: [
          claimsTable(claims, `Adam minus AdamW in points of error, or as it says; ${verdictWords(seeds)}`),
        ],
      },
      {
        heading: `Final ${error} over the decay`,
        figures: [finalErrorFigure(numbers, results), paperFigure()],
        tables: [decayTable("adam", numbers, error), decayTable("adamw", numbers, error)],
      },
      { heading: "Learning curves", figures: [everyCurveFigure(numbers, results)] },
    ],
  };
}

const TITLES = { adam: "Adam + L2", adamw: "AdamW" } as const;

/** The cells of an optimizer, the paper's at the same decay beside them where there is one. */
function decayTable(name: "adam" | "adamw", numbers: GeneralizationNumbers, error: string): string {
  const paper = FIGURE_3[name];
  const theirs = (lambda: number) => {
    const at = paper.weightDecay.findIndex((one) => Math.abs(one / lambda - 1) < 0.01);
    return at === -1 ? "" : points(paper.error[at]);
  };
  const cells = numbers[name];
  const severalRates = new Set(cells.map((cell) => cell.learningRate)).size > 1;
  return numbersTable({
    caption: `${TITLES[name]}: ${name === "adam" ? "L2 factor" : "normalized decay"} downwards`,
    head: ["λ", `${error}, %`, "training loss", "seeds", "paper, %"],
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
