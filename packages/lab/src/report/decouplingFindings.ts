import { type Interval, isRange } from "../measures/bootstrap.js";
import { usableRows } from "../measures/usableRows.js";
import { lieOfSlope } from "../measures/words.js";
import { FIGURE_2 } from "../paper/figure2.js";
import type { Results } from "../results.js";
import { type PaperMeasures, paperMeasures } from "./paperPanels.js";
import {
  chanceDifference,
  compareBest,
  comparisonSentence,
  edgeSentences,
  gapSentences,
  toleranceSentence,
} from "./sentences.js";
import { type SeriesResult, seriesResults } from "./seriesResult.js";
import { intervalsName, listed, points, slopeNumber, withInterval } from "./words.js";

/** What a run shows. */
export interface Findings {
  /** The one or two sentences to read first: whether decoupling shows. */
  headline: string[];
  /** What it rests on, and what the run cannot show. */
  details: string[];
}

const PAPER = paperMeasures(FIGURE_2);

/** What the run shows, and what it cannot, in sentences made from its numbers alone; plain text. */
export function decouplingFindings(results: Results): Findings {
  const scale = results.scales.error;
  const all = seriesResults(results);
  const pairs = all.flatMap((coupled) =>
    all.filter((other) => other.key === `${coupled.key}w`).map((decoupled) => [coupled, decoupled] as const),
  );
  return {
    headline: pairs.map(([coupled, decoupled]) => contrastSentence(coupled, decoupled, PAPER)),
    details: [
      ...all.map((one) => toleranceSentence(one, scale)),
      ...pairs.flatMap(([coupled, decoupled]) => {
        const comparison = compareBest(results, coupled, decoupled);
        return comparison ? [comparisonSentence(comparison, results)] : [];
      }),
      ...helpSentence(all, results),
      ...edgeSentences(all),
      ...gapSentences(results),
    ],
  };
}

/**
 * Whether one of two optimizers ties decay to the learning rate and the other does not, as in the paper.
 *
 * @param measures the paper's.
 */
export function contrastSentence(
  coupled: SeriesResult,
  decoupled: SeriesResult,
  measures: PaperMeasures,
): string {
  const [a, b] = [coupled.summary.toleranceSlope, decoupled.summary.toleranceSlope];
  if (a === null || b === null) {
    return `Whether ${decoupled.name} decouples what ${coupled.name} couples, this run cannot tell: a slope is missing.`;
  }
  const slopes = `${slopeWords(coupled)} against ${slopeWords(decoupled)}${rangeWords(coupled)}`;
  const paper = paperSlopes(measures[coupled.key], measures[decoupled.key]);
  if (overlap(coupled.summary.toleranceInterval, decoupled.summary.toleranceInterval)) {
    return `Seeds differ too much to tell the slopes of ${coupled.name} and ${decoupled.name} apart: ${slopes}${paper}.`;
  }
  if (lieOfSlope(a) === "diagonal" && lieOfSlope(b) === "upright") {
    return `Here, as in the paper, ${coupled.name} ties decay to the learning rate and ${decoupled.name} does not: ${slopes}${paper}.`;
  }
  const tied = lieOfSlope(a) === "diagonal" || lieOfSlope(a) === "between";
  if (tied && b - a >= 0.65) {
    return `As in the paper, ${coupled.name} ties decay more to the learning rate than ${decoupled.name} does, though the slopes differ from the paper's: ${slopes}${paper}.`;
  }
  return `This run does not show the paper's contrast between ${coupled.name} and ${decoupled.name}: ${slopes}${paper}.`;
}

function slopeWords({ summary }: SeriesResult): string {
  return withInterval(summary.toleranceSlope, summary.toleranceInterval, slopeNumber);
}

/** What the intervals are where they are over few seeds. */
function rangeWords({ grid, summary }: SeriesResult): string {
  const seeds = grid.cells.flat().find(({ state }) => state === "measured")?.seeds ?? 0;
  return summary.toleranceInterval && isRange(seeds) ? `, in parentheses ${intervalsName(seeds)}` : "";
}

function overlap(a: Interval | null, b: Interval | null): boolean {
  return a !== null && b !== null && a[0] <= b[1] && b[0] <= a[1];
}

function paperSlopes(a: PaperMeasures[string] | undefined, b: PaperMeasures[string] | undefined): string {
  if (!a || !b) return "";
  return `; in the paper ${slopeNumber(a.toleranceSlope)} against ${slopeNumber(b.toleranceSlope)}`;
}

/** Says where decay helps less than chance may, since then the place of the best decay means little. */
function helpSentence(all: readonly SeriesResult[], results: Results): string[] {
  const little = all.flatMap(({ name, grid, summary }) => {
    const rows = usableRows(grid, results.scales.error, () => true);
    if (rows.length === 0 || summary.couplingSlope === null || summary.bestError === null) return [];
    const help = rows.reduce((sum, { value }) => sum + value[0]! - Math.min(...value), 0) / rows.length;
    const chance = chanceDifference(summary.bestError, results);
    return chance !== null && help < chance ? [{ name, help, chance, slope: summary.couplingSlope }] : [];
  });
  if (little.length === 0) return [];
  const helps = listed(little.map(({ name, help }) => `${name} (${points(help)} points)`));
  const slopes = listed(little.map(({ slope }) => slopeNumber(slope)));
  const chance = points(Math.max(...little.map((one) => one.chance)));
  return [
    `Decay hardly helps ${helps} in so short a training: so much does the best decay beat the smallest of the grid, ` +
      `averaged over learning rates, and the choice of test examples alone sets two equal networks up to ${chance} ` +
      `points apart. Which decay is best is then largely chance, and the coupling ` +
      `${little.length === 1 ? `slope of ${slopes} says` : `slopes of ${slopes} say`} little. The tolerance slope ` +
      `does not need decay to help.`,
  ];
}
