import type { Interval } from "../measures/bootstrap.js";
import {
  describeCoordinateRegret,
  describeCouplingSlope,
  describeToleranceSlope,
} from "../measures/words.js";
import type { Results } from "../results.js";
import { errorName } from "./errorWords.js";
import { type SeriesResult, seriesResults } from "./seriesResult.js";
import { intervalsName, withInterval } from "./words.js";

/** What a study found, as lines for the terminal: the measures of each series with a few words on what they say. */
export function summaryLines(results: Results): string[] {
  const all = seriesResults(results);
  const lines = all.flatMap((one) => ["", ...linesOf(one, `best ${errorName(results)}`)]);
  const hasIntervals = all.some(({ summary }) => summary.bestErrorInterval !== null);
  return hasIntervals ? [...lines, "", `In parentheses: ${intervalsName(results.seeds)}.`] : lines;
}

function linesOf({ name, summary }: SeriesResult, bestName: string): string[] {
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
  const room = 2 + Math.max(...[bestName, ...rows.map(([label]) => label)].map((label) => label.length));
  return [
    name,
    `  ${bestName.padEnd(room)}${best}`,
    ...rows.map(([label, , , words], i) => `  ${label.padEnd(room)}${numbers[i]!.padEnd(width)}  ${words}`),
  ];
}

/** With a plain minus sign, to be searched for and copied. */
const plain = (value: number | null | undefined) =>
  value === null || value === undefined ? "-" : value.toFixed(2).replace(/^-0\.00$/, "0.00");

/** With a blank where others have a minus. */
const aligned = (text: string) => (text.startsWith("-") ? text : ` ${text}`);
