import type { Interval } from "../measures/bootstrap.js";
import {
  describeCoordinateRegret,
  describeCouplingSlope,
  describeToleranceSlope,
} from "../measures/words.js";
import type { Results } from "../results.js";
import { type SeriesResult, seriesResults } from "./seriesResult.js";
import { withInterval } from "./words.js";

/** What a study found, as lines for the terminal: the measures of each series with a few words on what they say. */
export function summaryLines(results: Results): string[] {
  return seriesResults(results).flatMap((one) => ["", ...linesOf(one)]);
}

function linesOf({ name, summary }: SeriesResult): string[] {
  const { bestError, bestAt } = summary;
  const best =
    bestError === null || bestAt === null
      ? " none finished"
      : ` ${withInterval(bestError, summary.bestErrorInterval, plain)} % at learning rate ${bestAt.learningRate}, weight decay ${bestAt.weightDecay}`;
  const rows: [label: string, value: number | null, interval: Interval | null, words: string][] = [
    [
      "coupling slope",
      summary.couplingSlope,
      summary.couplingInterval,
      describeCouplingSlope(summary.couplingSlope),
    ],
    [
      "tolerance slope",
      summary.toleranceSlope,
      summary.toleranceInterval,
      describeToleranceSlope(summary.toleranceSlope),
    ],
    [
      "coordinate regret",
      summary.coordinateRegret,
      summary.regretInterval,
      describeCoordinateRegret(summary.coordinateRegret),
    ],
  ];
  const numbers = rows.map(([, value, interval]) => aligned(withInterval(value, interval, plain)));
  const width = Math.max(...numbers.map((number) => number.length));
  return [
    name,
    `  ${"best test error".padEnd(LABEL)}${best}`,
    ...rows.map(([label, , , words], i) => `  ${label.padEnd(LABEL)}${numbers[i]!.padEnd(width)}  ${words}`),
  ];
}

const LABEL = "coordinate regret  ".length;

/** With a plain minus sign, to be searched for and copied. */
const plain = (value: number | null | undefined) =>
  value === null || value === undefined ? "-" : value.toFixed(2).replace(/^-0\.00$/, "0.00");

/** With a blank where others have a minus. */
const aligned = (text: string) => (text.startsWith("-") ? text : ` ${text}`);
