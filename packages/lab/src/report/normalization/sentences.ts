import type { Estimate } from "../../measures/estimate.js";
import type { Results } from "../../results.js";
import { capitalized, count, intervalWords, listed, slopeNumber, spokenHyperparameter } from "../words.js";
import {
  type BudgetRow,
  type Convention,
  type ConventionResult,
  conventionsOf,
  EXPECTED_SLOPES,
} from "./numbers.js";
import { PAPER_SLOPES } from "./paper.js";
import { ruleVerdict } from "./ruleVerdict.js";

export const NAMES: Readonly<Record<Convention, string>> = {
  raw: "decoupled decay as it is",
  normalized: "normalized decay",
  "sgdw-normalized": "normalized decay of SGDW",
};

/** The sentences to read first: how the best decay moves when training gets longer. */
export function normalizationHeadline(numbers: Record<Convention, ConventionResult>): string[] {
  return conventionsOf(numbers).map((convention) => {
    const { slope } = numbers[convention];
    if (!slope) {
      return `How the best ${NAMES[convention]} moves with the length of training, this run cannot tell: ${lacking(numbers[convention])}.`;
    }
    return (
      `Four times the updates multiply the best ${NAMES[convention]} by ${(4 ** slope.value).toFixed(2)} (slope ` +
      `${slopeNumber(slope.value)}; the paper's rule expects ${slopeNumber(EXPECTED_SLOPES[convention])}) ` +
      `${intervalWords(slope, slopeNumber)}: ${verdict(slope, convention)}.`
    );
  });
}

function verdict(slope: Estimate, convention: Convention): string {
  if (!slope.interval) return "without an interval, this speaks neither for the paper's rule nor against it";
  const told = ruleVerdict(slope, convention);
  if (told === "differs") return "not what the paper's rule has";
  return told === "open"
    ? "as far as these seeds tell, decay may or may not need normalizing"
    : "as the paper's rule has it";
}

function lacking({ rows }: ConventionResult): string {
  if (rows.length === 0) return "it was not planned";
  const inside = rows.filter(({ best }) => best?.weightDecay != null).length;
  return inside === 0
    ? "no budget has its best decay inside a complete row"
    : "only one budget has its best decay inside a complete row";
}

/** What stands behind the slopes, and what this budget cannot show. */
export function normalizationDetails(
  numbers: Record<Convention, ConventionResult>,
  results: Results,
): string[] {
  const details = conventionsOf(numbers).flatMap((convention) => {
    const { rows, slope } = numbers[convention];
    const told = rows.filter(({ best }) => best?.weightDecay != null);
    return [
      ...rows.flatMap((row) => edgeSentence(row, convention)),
      ...(slope && told.length === 2
        ? [`${NAMES[convention]}: the slope rests on two budgets, which always lie on a line.`]
        : []),
      ...flatSentence(rows, convention, results),
    ];
  });
  return [
    ...details.map(capitalized),
    `The paper's Supplementary Figure 3, measured in the same way: slope ${slopeNumber(PAPER_SLOPES.raw)} for decay as it is ` +
      `(from its best cells alone), ${slopeNumber(PAPER_SLOPES.normalized)} for normalized decay, over 25, 100 and 400 epochs ` +
      "of CIFAR-10. Of its rows on ImageNet32x32 no numbers were read.",
  ];
}

function edgeSentence({ epochs, best, incomplete }: BudgetRow, convention: Convention): string[] {
  const name = `${NAMES[convention]}, ${count(epochs)} epochs`;
  if (incomplete) return [`${name}: decays have not been run yet, so its best one is unknown.`];
  if (!best) return [`${name}: every decay diverged.`];
  if (best.edge === "smallest") {
    return [
      `${name}: the smallest decay tried is the best: decay did not help so short a training, and the budget is left out of the slope.`,
    ];
  }
  if (best.edge === "largest") {
    return [
      `${name}: the largest decay tried is the best: a larger one may be better, and the budget is left out of the slope.`,
    ];
  }
  return [];
}

/** Where decay gains less than a tolerance over the smallest one, its best value is largely chance. */
function flatSentence(rows: readonly BudgetRow[], convention: Convention, results: Results): string[] {
  const { tolerance } = results.scales.error;
  const flat = rows.filter(({ best, measured }) => {
    const smallest = measured.reduce<BudgetRow["measured"][number] | null>(
      (least, one) => (least === null || one.weightDecay < least.weightDecay ? one : least),
      null,
    );
    return best?.weightDecay != null && smallest !== null && smallest.error - best.error < tolerance;
  });
  if (flat.length === 0) return [];
  return [
    `${NAMES[convention]}, ${listed(flat.map(({ epochs }) => count(epochs)))} epochs: the best decay gains less than ` +
      `${spokenHyperparameter(tolerance)} points over the smallest, so which one is best is largely chance.`,
  ];
}
