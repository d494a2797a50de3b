import type { Results } from "../../results.js";
import { numbersTable } from "../numbersTable.js";
import type { ReportParts } from "../parts.js";
import { gapSentences } from "../sentences.js";
import { settingSentence } from "../setting.js";
import { count, hyperparameter, intervalWords, points, slopeNumber } from "../words.js";
import { bestDecayFigure, errorOverDecayFigure, paperFigure } from "./figures.js";
import {
  type BudgetRow,
  type Convention,
  type ConventionResult,
  EXPECTED_SLOPES,
  normalizationNumbers,
} from "./numbers.js";
import { PAPER_BESTS, PAPER_SLOPES } from "./paper.js";
import { normalizationDetails, normalizationHeadline } from "./sentences.js";

const CONVENTIONS = ["raw", "normalized"] as const;

/** What the experiment `normalization` says, for the terminal. */
export function normalizationLines(results: Results): string[] {
  const numbers = normalizationNumbers(results);
  const rows = CONVENTIONS.flatMap((convention) =>
    numbers[convention].rows.map((row) => `${row.series.padEnd(16)} best decay ${bestWords(row)}`),
  );
  return [...rows, ...normalizationHeadline(numbers), ...gapSentences(results)];
}

/** What the experiment `normalization` shows: the paper's Supplementary Figure 3. */
export function normalizationReport(results: Results): ReportParts {
  const numbers = normalizationNumbers(results);
  return {
    title: "Does one normalized decay suit every length of training?",
    headline: normalizationHeadline(numbers),
    setting: settingSentence(results),
    sections: [
      {
        heading: "The best decay over the length of training",
        paragraphs: [
          "Each update shrinks the weights, so more updates shrink them more, and a longer training wants less decay in " +
            "each. Normalized decay is divided by the square root of the updates: if that is the right rule, its best " +
            "value stays where it is.",
        ],
        figures: [bestDecayFigure(numbers), errorOverDecayFigure(numbers, results), paperFigure()],
        points: normalizationDetails(numbers, results),
        notes: gapSentences(results),
      },
      { heading: "The numbers", tables: [slopeTable(numbers), bestTable(numbers), ...errorTables(numbers)] },
    ],
  };
}

function slopeTable(numbers: Record<Convention, ConventionResult>): string {
  return numbersTable({
    caption: "Slope of log(best decay) against log(updates)",
    head: ["decay", "here", "expected", "paper"],
    rows: CONVENTIONS.map((convention) => {
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
function bestTable(numbers: Record<Convention, ConventionResult>): string {
  const ours = CONVENTIONS.flatMap((convention) =>
    numbers[convention].rows.map((row) => [
      row.series,
      count(row.updates),
      bestWords(row),
      row.best?.weightDecay == null ? "" : inUnits(row.best.weightDecay, row.updates, convention),
      points(row.best?.error),
    ]),
  );
  const theirs = CONVENTIONS.flatMap((convention) =>
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
    head: ["series", "updates", "best decay", "the same, normalized", "test error, %"],
    rows: [...ours, ...theirs],
  });
}

function inUnits(weightDecay: number, updates: number, convention: Convention): string {
  return hyperparameter(convention === "raw" ? weightDecay * Math.sqrt(updates) : weightDecay);
}

function errorTables(numbers: Record<Convention, ConventionResult>): string[] {
  return CONVENTIONS.flatMap((convention) => {
    const { rows } = numbers[convention];
    const decays = [...new Set(rows.flatMap((row) => row.measured.map((one) => one.weightDecay)))].sort(
      (a, b) => a - b,
    );
    if (decays.length === 0) return [];
    return numbersTable({
      caption: `Test error, %, ${convention} decay to the right`,
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
