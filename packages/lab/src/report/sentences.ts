import { bestDifference, type Difference } from "../measures/bestCell.js";
import { rankedCells } from "../measures/grid.js";
import type { Scale } from "../measures/scale.js";
import { toleratedDecays } from "../measures/toleranceSlope.js";
import { lieOfSlope } from "../measures/words.js";
import type { Outcome, Results } from "../results.js";
import { errs, isClassification } from "./errorWords.js";
import { seriesNames } from "./names.js";
import type { SeriesResult } from "./seriesResult.js";
import {
  apartWords,
  capitalized,
  count,
  counted,
  listed,
  points,
  signedPoints,
  slopeNumber,
  spokenHyperparameter,
  withInterval,
} from "./words.js";

const LIES = {
  upright: "the basin stands upright",
  diagonal: "the basin lies diagonally",
  between: "the basin leans, half-way to a diagonal",
  against: "the basin leans the other way: larger learning rates bear more decay",
};

/** How much decay a series bears at its learning rates, and how its basin lies. */
export function toleranceSentence({ name, grid, summary }: SeriesResult, scale: Scale): string {
  const rows = toleratedDecays(grid, scale);
  const [high, low] = [rows[0], rows.at(-1)];
  if (summary.toleranceSlope === null || !high || !low) {
    return (
      `${name}: the tolerance slope is unknown, because ${rows.length === 0 ? "no learning rate" : "only one learning rate"} ` +
      `has both a complete row and decays too strong for it.`
    );
  }
  const thin = rows.length === 2 ? " Two learning rates always lie on a line, so read this with care." : "";
  const slope = withInterval(summary.toleranceSlope, summary.toleranceInterval, slopeNumber);
  return (
    `${name}: at learning rate ${spokenHyperparameter(low.learningRate)}, a weight decay of up to ` +
    `${spokenHyperparameter(low.weightDecay)} costs no more than ${scale.tolerance} points of error; at ` +
    `${spokenHyperparameter(high.learningRate)}, up to ${spokenHyperparameter(high.weightDecay)}. Over the ${rows.length} learning rates ` +
    `that tell, the tolerance slope is ${slope}: ${LIES[lieOfSlope(summary.toleranceSlope)]}.${thin}`
  );
}

/** The best errors of two series, their difference, and what chance may have to do with it. */
export interface Comparison {
  a: SeriesResult;
  b: SeriesResult;
  /** Error of `b` minus error of `a`, best against best, in points. */
  difference: Difference;
  /**
   * How far the choice of test examples alone sets two equal networks apart in 19 cases of 20, in points; null where
   * that is not known.
   */
  chance: number | null;
  /**
   * Whether the difference is more than that, and the same side of 0 over all of its interval. Of few seeds that may
   * still be chance, which `apartWords` says.
   */
  clear: boolean;
}

/**
 * Null where one of them has nothing measured. The difference of two measured error rates p on n examples has a
 * standard deviation of at most sqrt(2 p (1 - p) / n) when the errors are independent; the same examples judge
 * both, so it is a cautious bound.
 */
export function compareBest(results: Results, a: SeriesResult, b: SeriesResult): Comparison | null {
  const difference = bestDifference(results, a.key, b.key);
  if (!difference) return null;
  const chance = chanceDifference((a.summary.bestError! + b.summary.bestError!) / 2, results);
  const { value, interval } = difference;
  const oneSided = interval === null || interval[0] > 0 || interval[1] < 0;
  const isLarge = chance === null ? interval !== null : Math.abs(value) > chance;
  return { a, b, difference, chance, clear: isLarge && oneSided };
}

/**
 * How far the choice of test examples alone sets two networks apart in 19 cases of 20, in points, if both err so
 * often; null where errors do not count examples.
 *
 * @param error in per cent.
 */
export function chanceDifference(error: number, { task }: Pick<Results, "task">): number | null {
  const rate = error / 100;
  return isClassification({ task }) && rate <= 1
    ? 196 * Math.sqrt((2 * rate * (1 - rate)) / task.testSize)
    : null;
}

/** Which of two series errs less at its best, and whether chance explains it. */
export function comparisonSentence(
  { a, b, difference, chance, clear }: Comparison,
  results: Results,
): string {
  const [ofA, ofB] = [a, b].map(({ summary }) => `${points(summary.bestError)} %`);
  const errors = isClassification(results)
    ? `${a.name} ${errs(results)} on ${ofA} and ${b.name} on ${ofB} of the test examples`
    : `${a.name} has a test error of ${ofA} and ${b.name} one of ${ofB}`;
  const few = apartWords(difference.seeds);
  const doubt = difference.interval === null ? "other seeds may still move it" : few;
  const explains =
    chance === null ? "the spread of the seeds" : doubt ? "the choice of test examples" : "chance";
  const verdict = clear
    ? `the difference is more than ${explains} explains${doubt && `; ${doubt}`}`
    : "the run does not say which is better";
  const chanceWords =
    chance === null
      ? ""
      : `the choice of ${count(results.task.testSize)} test examples alone sets two equal networks up to ` +
        `${points(chance)} points apart in 19 cases of 20, so `;
  return (
    `At their best, ${errors}, a difference of ` +
    `${withInterval(difference.value, difference.interval, signedPoints)} points; each is the best of its grid on ` +
    `these same examples. ${capitalized(chanceWords + verdict)}.`
  );
}

/** Says whose best cell lies at the edge of its grid, since the best may then lie beyond. */
export function edgeSentences(all: readonly SeriesResult[]): string[] {
  const names = all.flatMap(({ name, grid }) => {
    const best = rankedCells(grid)[0];
    if (!best) return [];
    const edge = (at: number, values: readonly number[]) =>
      values.length > 1 && (at === values.length - 1 || at === 0);
    // No decay is less than none.
    const least = best.column === 0 && grid.weightDecay[0] === 0;
    const outside = edge(best.row, grid.learningRate) || (edge(best.column, grid.weightDecay) && !least);
    return outside ? [name] : [];
  });
  if (names.length === 0) return [];
  const lies = names.length === 1 ? "lies at the edge of its grid" : "lie at the edges of their grids";
  return [
    `The best ${names.length === 1 ? "cell" : "cells"} of ${listed(names)} ${lies}: what is beyond may be better.`,
  ];
}

/** What is not there: trials not run yet, diverged, failed or stopped; empty if all finished. */
export function gapSentences({ series, seeds, trials }: Results): string[] {
  const names = seriesNames(series);
  return Object.entries(series).flatMap(([key, { learningRates, weightDecays }]) => {
    const planned = learningRates.length * weightDecays.length * seeds;
    const own = trials.filter((trial) => trial.series === key);
    const inState = (outcome: Outcome) => own.filter((trial) => trial.outcome === outcome).length;
    const parts = [
      [planned - own.length, "not run yet"],
      [inState("diverged"), "diverged; such cells are never the best, and their curves are not shown"],
      [inState("failed"), "failed"],
      [inState("stopped"), "stopped early"],
    ] as const;
    const told = parts.filter(([number]) => number > 0).map(([number, words]) => `${count(number)} ${words}`);
    return told.length === 0 ? [] : [`${names[key]}, of ${counted(planned, "trial")}: ${told.join("; ")}.`];
  });
}
