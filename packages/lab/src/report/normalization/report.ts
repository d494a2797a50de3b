import { bestCell } from "../../measures/bestCell.js";
import { cellsOfSeries } from "../../measures/seriesCells.js";
import type { Results } from "../../results.js";
import { claimsSentence, claimsTable, verdictWords } from "../claims.js";
import type { Curve } from "../curves.js";
import { curvesFigure } from "../curvesFigure.js";
import { errorName } from "../errorWords.js";
import { numbersTable } from "../numbersTable.js";
import type { ReportParts, Section } from "../parts.js";
import { gapSentences } from "../sentences.js";
import { settingSentence } from "../setting.js";
import { capitalized, count, hyperparameter, intervalWords, points, slopeNumber } from "../words.js";
import { normalizationClaims } from "./claims.js";
import { bestDecayFigure, errorOverDecayFigure, paperFigure } from "./figures.js";
import {
  type BudgetRow,
  type Convention,
  type ConventionResult,
  conventionsOf,
  EXPECTED_SLOPES,
  normalizationNumbers,
} from "./numbers.js";
import { PAPER_BESTS, PAPER_SLOPES } from "./paper.js";
import { NAMES, normalizationDetails, normalizationHeadline } from "./sentences.js";

const FIGURE = "the paper's Supplementary Figure 3";

/** What the experiment `normalization` says, for the terminal. */
export function normalizationLines(results: Results): string[] {
  const numbers = normalizationNumbers(results);
  const rows = conventionsOf(numbers).flatMap((convention) =>
    numbers[convention].rows.map((row) => `${row.series.padEnd(16)} best decay ${bestWords(row)}`),
  );
  const agreement = claimsSentence(normalizationClaims(results, numbers), FIGURE);
  return [...rows, ...normalizationHeadline(numbers), ...agreement, ...gapSentences(results)];
}

/** What the experiment `normalization` shows: the paper's Supplementary Figure 3. */
export function normalizationReport(results: Results): ReportParts {
  const numbers = normalizationNumbers(results);
  const claims = normalizationClaims(results, numbers);
  return {
    title: "Does one normalized decay suit every length of training?",
    headline: [...normalizationHeadline(numbers), ...claimsSentence(claims, FIGURE)],
    setting: settingSentence(results),
    sections: [
      {
        heading: "The best decay over the length of training",
        paragraphs: [
          "Each update shrinks the weights, so more updates shrink them more, and a longer training wants less decay in " +
            "each. Normalized decay is divided by the square root of the updates: if that is the right rule, its best " +
            "value stays where it is.",
        ],
        figures: [bestDecayFigure(numbers, results), errorOverDecayFigure(numbers, results), paperFigure()],
        points: normalizationDetails(numbers, results),
        notes: gapSentences(results),
      },
      {
        heading: "What agrees with the paper",
        tables: [
          claimsTable(claims, `Slopes of log(best decay), and best decays; ${verdictWords(results.seeds)}`),
        ],
      },
      ...curvesSection(results, numbers),
      {
        heading: "The numbers",
        tables: [
          slopeTable(numbers),
          bestTable(numbers, errorName(results)),
          ...errorTables(numbers, errorName(results)),
        ],
      },
    ],
  };
}

function curvesSection(results: Results, numbers: Record<Convention, ConventionResult>): Section[] {
  const curves = conventionsOf(numbers).flatMap((convention) =>
    numbers[convention].rows.flatMap(({ series, epochs }): Curve[] => {
      const best = bestCell(cellsOfSeries(results, series));
      const name = `${NAMES[convention]}, ${count(epochs)} epochs`;
      return best ? [{ name, trials: best.trials }] : [];
    }),
  );
  const figures = curvesFigure(curves, "the best cell of each budget", results);
  return figures.length > 0 ? [{ heading: "How the best cells learned", figures }] : [];
}

function slopeTable(numbers: Record<Convention, ConventionResult>): string {
  return numbersTable({
    caption: "Slope of log(best decay) against log(updates)",
    head: ["decay", "here", "expected", "paper"],
    rows: conventionsOf(numbers).map((convention) => {
      const { slope } = numbers[convention];
      return [
        convention,
        slope ? `${slopeNumber(slope.value)} ${intervalWords(slope, slopeNumber)}` : "n/a",
        slopeNumber(EXPECTED_SLOPES[convention]),
        slopeNumber(PAPER_SLOPES[convention]),
      ];
    }),
  });
}

/** The best decays; raw ones also times the root of the updates, which should be what the normalized ones are. */
function bestTable(numbers: Record<Convention, ConventionResult>, error: string): string {
  const shown = conventionsOf(numbers);
  const ours = shown.flatMap((convention) =>
    numbers[convention].rows.map((row) => [
      row.series,
      count(row.updates),
      bestWords(row),
      row.best?.weightDecay == null ? "" : inUnits(row.best.weightDecay, row.updates, convention),
      points(row.best?.error),
    ]),
  );
  const theirs = shown.flatMap((convention) =>
    PAPER_BESTS[convention].map(({ epochs, updates, weightDecay, error }) => [
      `paper, ${convention}-${epochs}`,
      count(updates),
      hyperparameter(weightDecay),
      inUnits(weightDecay, updates, convention),
      points(error),
    ]),
  );
  return numbersTable({
    caption: "Best decays",
    head: ["series", "updates", "best decay", "the same, normalized", `${error}, %`],
    rows: [...ours, ...theirs],
  });
}

function inUnits(weightDecay: number, updates: number, convention: Convention): string {
  return hyperparameter(convention === "raw" ? weightDecay * Math.sqrt(updates) : weightDecay);
}

function errorTables(numbers: Record<Convention, ConventionResult>, error: string): string[] {
  return conventionsOf(numbers).flatMap((convention) => {
    const { rows } = numbers[convention];
    const decays = [...new Set(rows.flatMap((row) => row.measured.map((one) => one.weightDecay)))].sort(
      (a, b) => a - b,
    );
    if (decays.length === 0) return [];
    return numbersTable({
      caption: `${capitalized(error)}, %, ${NAMES[convention]} to the right`,
      head: ["epochs", ...decays.map(hyperparameter)],
      rows: rows.map((row) => [
        count(row.epochs),
        ...decays.map((decay) => points(row.measured.find((one) => one.weightDecay === decay)?.error)),
      ]),
    });
  });
}

function bestWords({ best, interval, incomplete }: BudgetRow): string {
  if (incomplete) return "unknown: not all decays were run";
  if (!best) return "none: all diverged";
  if (best.weightDecay === null) return `the ${best.edge} tried`;
  const range = interval ? ` (${hyperparameter(interval[0])} to ${hyperparameter(interval[1])})` : "";
  return hyperparameter(best.weightDecay) + range;
}
