import { FIGURE_1 } from "../paper/figure1.js";
import type { Results } from "../results.js";
import { claimsTable } from "./claims.js";
import { errorName } from "./errorWords.js";
import { findingsSection, numbersSections } from "./gridSections.js";
import { heatMapFigure, paperFigure } from "./heatMapFigure.js";
import { numbersTable } from "./numbersTable.js";
import type { ReportParts } from "./parts.js";
import {
  differenceWords,
  PAPER_SLOPES,
  scheduleClaims,
  scheduleRows,
  schedulesFindings,
} from "./schedulesFindings.js";
import type { SeriesResult } from "./seriesResult.js";
import { budgetSentence, settingSentence } from "./setting.js";
import { capitalized, points, signedPoints, withInterval } from "./words.js";

/** The report of the experiment "schedules": its heat maps beside Figure 1, and what they say in numbers. */
export function schedulesReport(results: Results): ReportParts {
  const { headline, details } = schedulesFindings(results);
  const claims = scheduleClaims(results);
  return {
    title: "Does decoupled weight decay help whichever way the learning rate is annealed?",
    headline,
    setting: settingSentence(results),
    sections: [
      {
        heading: `${capitalized(errorName(results))} over learning rate and weight decay`,
        paragraphs: [
          "The learning rate stays as it is, drops to a tenth of itself after 30, 60 and 80 % of the training, or follows a " +
            "cosine down to zero. With each schedule the network is trained by Adam with L2 regularization and by " +
            "AdamW, for every pair of learning rate α and weight decay λ on a grid. All panels share one scale of " +
            "colours.",
        ],
        figures: [heatMapFigure(results)],
      },
      { heading: "The best of each panel", tables: [bestTable(results)] },
      ...(claims.length > 0
        ? [
            {
              heading: "What agrees with the paper",
              tables: [
                claimsTable(
                  claims,
                  "The best of each panel: differences in points of error, told where they are more than the choice of " +
                    "test examples explains",
                ),
              ],
            },
          ]
        : []),
      findingsSection(details),
      {
        heading: "The same in the paper",
        figures: [paperFigure(results, 1, FIGURE_1)],
        notes: [
          "Of the two panels with a fixed learning rate only the cells clearly below 7 % were read; the paper does " +
            "not state by how much the learning rate drops.",
          budgetSentence(results),
        ],
      },
      ...numbersSections(results, PAPER_SLOPES),
    ],
  };
}

/** The least error of every panel, and AdamW minus Adam, beside the paper's. */
function bestTable(results: Results): string {
  const best = (one: SeriesResult | undefined) =>
    withInterval(one?.summary.bestError, one?.summary.bestErrorInterval, points);
  return numbersTable({
    caption: `${capitalized(errorName(results))} in per cent, differences in points`,
    head: ["schedule", "Adam + L2", "paper", "AdamW", "paper", "AdamW − Adam + L2", "paper"],
    rows: scheduleRows(results).map(({ schedule, adam, adamw, comparison, paper }) => [
      schedule,
      best(adam),
      points(paper.adam),
      best(adamw),
      points(paper.adamw),
      comparison ? differenceWords(comparison) : "n/a",
      signedPoints(paper.adamw - paper.adam),
    ]),
  });
}
