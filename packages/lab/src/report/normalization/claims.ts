import type { Estimate } from "../../measures/estimate.js";
import { SUPPLEMENT_3_GOOD } from "../../paper/supplement3.js";
import type { Results } from "../../results.js";
import { type Claim, sideClaim, type Verdict } from "../claims.js";
import { count, hyperparameter, slopeNumber, withInterval } from "../words.js";
import {
  type BudgetRow,
  type Convention,
  type ConventionResult,
  conventionsOf,
  movesLess,
} from "./numbers.js";
import { PAPER_SLOPES } from "./paper.js";
import { ruleVerdict } from "./ruleVerdict.js";
import { NAMES } from "./sentences.js";

/** What the paper's Supplementary Figure 3 says, beside ours. */
export function normalizationClaims(
  results: Results,
  numbers: Record<Convention, ConventionResult>,
): Claim[] {
  const shown = conventionsOf(numbers);
  return [
    ...shown.map((convention) => slopeClaim(numbers[convention].slope, convention)),
    ...(shown.includes("raw") && shown.includes("normalized")
      ? [movesClaim(movesLess(numbers, results.seed))]
      : []),
    ...shown
      .filter((convention) => convention !== "raw")
      .flatMap((convention) => numbers[convention].rows.flatMap((row) => goodClaim(row, convention))),
  ];
}

function slopeClaim(slope: Estimate | null, convention: Convention): Claim {
  const paper = PAPER_SLOPES[convention];
  return {
    what: `slope of the best ${NAMES[convention]}`,
    here: withInterval(slope?.value, slope?.interval, slopeNumber),
    paper: paper === null ? "n/a" : slopeNumber(paper),
    verdict: slope ? ruleVerdict(slope, convention) : "missing",
  };
}

function movesClaim(difference: Estimate | null): Claim {
  const [raw, normalized] = [PAPER_SLOPES.raw!, PAPER_SLOPES.normalized!];
  const theirs = Math.abs(raw) - Math.abs(normalized);
  return sideClaim(
    "size of the first slope minus that of the second",
    difference,
    { words: slopeNumber(theirs), side: 1 },
    { write: slopeNumber },
  );
}

/** The paper names two good values, a column of its figure apart; ours agrees if it lies within a column of them. */
function goodClaim({ epochs, best, interval }: BudgetRow, convention: Convention): Claim[] {
  if (best?.weightDecay == null) return [];
  const [low, high] = SUPPLEMENT_3_GOOD;
  const verdict = (): Verdict => {
    if (!interval) return "open";
    if (interval[1] < low / 2 || interval[0] > 2 * high) return "differs";
    return interval[0] >= low / 2 && interval[1] <= 2 * high ? "agrees" : "open";
  };
  return [
    {
      what: `best ${NAMES[convention]} of ${count(epochs)} epochs`,
      here: withInterval(best.weightDecay, interval, (value) =>
        value == null ? "n/a" : hyperparameter(value),
      ),
      paper: `${low} or ${high}`,
      verdict: verdict(),
    },
  ];
}
