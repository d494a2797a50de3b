import { rankedCells } from "../measures/grid.js";
import type { Scale } from "../measures/scale.js";
import { toleratedDecays } from "../measures/toleranceSlope.js";
import { usableRows } from "../measures/usableRows.js";
import { lieOfSlope } from "../measures/words.js";
import type { Results } from "../results.js";
import { type OptimizerResult, optimizerResults, scalesOf } from "./optimizerResult.js";
import { PAPER_MEASURES } from "./paperPanels.js";
import { count, listed, points, slopeNumber, spokenHyperparameter } from "./words.js";

/** What a run shows. */
export interface Findings {
  /** The one or two sentences to read first: whether decoupling shows. */
  headline: string[];
  /** What it rests on, and what the run cannot show. */
  details: string[];
}

/** What the run shows, and what it cannot, in sentences made from its numbers alone; plain text. */
export function findings(results: Results): Findings {
  const { error: scale } = scalesOf(results);
  const all = optimizerResults(results);
  const pairs = all.flatMap((coupled) =>
    all
      .filter((other) => other.optimizer === `${coupled.optimizer}w`)
      .map((decoupled) => [coupled, decoupled] as const),
  );
  return {
    headline: pairs.map(([coupled, decoupled]) => contrastSentence(coupled, decoupled)),
    details: [
      ...all.map((one) => toleranceSentence(one, scale)),
      ...pairs.flatMap(([coupled, decoupled]) => bestErrorSentence(coupled, decoupled, results)),
      ...helpSentence(all, scale),
      ...all.flatMap(gapSentence),
    ],
  };
}

const LIES = {
  upright: "the basin stands upright",
  diagonal: "the basin lies diagonally",
  between: "the basin leans, half-way to a diagonal",
  against: "the basin leans the other way: larger learning rates bear more decay",
};

function toleranceSentence({ name, grid, summary }: OptimizerResult, scale: Scale): string {
  const rows = toleratedDecays(grid, scale);
  const [high, low] = [rows[0], rows.at(-1)];
  if (summary.toleranceSlope === null || !high || !low) {
    return (
      `${name}: the tolerance slope is unknown, because ${rows.length === 0 ? "no learning rate" : "only one learning rate"} ` +
      `has both a complete row and decays too strong for it.`
    );
  }
  const thin = rows.length === 2 ? " Two learning rates always lie on a line, so read this with care." : "";
  return (
    `${name}: at learning rate ${spokenHyperparameter(low.learningRate)}, a weight decay of up to ` +
    `${spokenHyperparameter(low.weightDecay)} costs no more than ${scale.tolerance} points of error; at ` +
    `${spokenHyperparameter(high.learningRate)}, up to ${spokenHyperparameter(high.weightDecay)}. Over the ${rows.length} learning rates ` +
    `that tell, the tolerance slope is ${slopeNumber(summary.toleranceSlope)}: ` +
    `${LIES[lieOfSlope(summary.toleranceSlope)]}.${thin}`
  );
}

function contrastSentence(coupled: OptimizerResult, decoupled: OptimizerResult): string {
  const [a, b] = [coupled.summary.toleranceSlope, decoupled.summary.toleranceSlope];
  if (a === null || b === null) {
    return `Whether ${decoupled.name} decouples what ${coupled.name} couples, this run cannot tell: a slope is missing.`;
  }
  const slopes = `${slopeNumber(a)} against ${slopeNumber(b)}`;
  const paper = paperSlopes(coupled.optimizer, decoupled.optimizer);
  if (lieOfSlope(a) === "diagonal" && lieOfSlope(b) === "upright") {
    return `Here, as in the paper, ${coupled.name} ties decay to the learning rate and ${decoupled.name} does not: ${slopes}${paper}.`;
  }
  const tied = lieOfSlope(a) === "diagonal" || lieOfSlope(a) === "between";
  if (tied && b - a >= 0.65) {
    return `As in the paper, ${coupled.name} ties decay more to the learning rate than ${decoupled.name} does, though the slopes differ from the paper's: ${slopes}${paper}.`;
  }
  return `This run does not show the paper's contrast between ${coupled.name} and ${decoupled.name}: ${slopes}${paper}.`;
}

function paperSlopes(coupled: string, decoupled: string): string {
  const [a, b] = [PAPER_MEASURES[coupled], PAPER_MEASURES[decoupled]];
  if (!a || !b) return "";
  return ` (in the paper ${slopeNumber(a.toleranceSlope)} against ${slopeNumber(b.toleranceSlope)})`;
}

/**
 * The difference of two measured error rates p on n images has a standard deviation of at most
 * sqrt(2 p (1 - p) / n) when the errors are independent; the same images judge both, so it is a cautious bound.
 */
function bestErrorSentence(coupled: OptimizerResult, decoupled: OptimizerResult, results: Results): string[] {
  const [a, b] = [coupled.summary.bestError, decoupled.summary.bestError];
  if (a === null || b === null) return [];
  const rate = (a + b) / 200;
  const chance = 196 * Math.sqrt((2 * rate * (1 - rate)) / results.task.testSize);
  const difference = Math.abs(a - b);
  const verdict =
    difference <= chance
      ? "so the run does not say which is better"
      : "so the difference is more than the choice of test images explains; other seeds may still move it";
  return [
    `At their best, ${coupled.name} errs on ${points(a)} % and ${decoupled.name} on ${points(b)} % of the test images, ` +
      `${points(difference)} points apart, each picked as the best of its grid on these same images. ` +
      `The choice of ${count(results.task.testSize)} test images alone sets two equal networks up to ${points(chance)} points apart in 19 cases of 20, ${verdict}.`,
  ];
}

/** Says where decay hardly helps, since then the place of the best decay, and the coupling slope, mean little. */
function helpSentence(all: readonly OptimizerResult[], scale: Scale): string[] {
  const little = all.flatMap(({ name, grid, summary }) => {
    const rows = usableRows(grid, scale, () => true);
    if (rows.length === 0 || summary.couplingSlope === null) return [];
    const help = rows.reduce((sum, { value }) => sum + value[0]! - Math.min(...value), 0) / rows.length;
    return help < scale.tolerance ? [{ name, help, slope: summary.couplingSlope }] : [];
  });
  if (little.length === 0) return [];
  const helps = listed(little.map(({ name, help }) => `${points(help)} points with ${name}`));
  const slopes = listed(little.map(({ slope }) => slopeNumber(slope)));
  return [
    `Decay hardly helps so short a training: averaged over learning rates, the best decay beats the smallest of the ` +
      `grid by ${helps}. Which decay is best is then largely chance, and the coupling ` +
      `${little.length === 1 ? `slope of ${slopes} says` : `slopes of ${slopes} say`} little. The tolerance slope ` +
      `does not need decay to help.`,
  ];
}

function gapSentence({ name, grid }: OptimizerResult): string[] {
  const cells = grid.cells.flat();
  const missing = cells.filter(({ state }) => state === "missing").length;
  const diverged = cells.filter(({ state }) => state === "diverged").length;
  const measured = rankedCells(grid).length;
  const sentences: string[] = [];
  if (missing > 0) {
    sentences.push(
      `${name}: not run: ${missing} of ${cells.length} cells. Rows with gaps are left out of the measures.`,
    );
  }
  if (diverged > 0) {
    const kept = measured === 0 ? "nothing can be measured" : "such cells count as bad as chance";
    sentences.push(`${name}: training diverged in ${diverged} of ${cells.length} cells; ${kept}.`);
  }
  return sentences;
}
