import { errorAtEpoch } from "../../measures/anytime.js";
import type { Results } from "../../results.js";
import { mostSeeds } from "../bandWords.js";
import { claimsSentence, claimsTable, verdictWords } from "../claims.js";
import { errorName } from "../errorWords.js";
import { decayName } from "../names.js";
import { numbersTable } from "../numbersTable.js";
import type { ReportParts } from "../parts.js";
import { gapSentences } from "../sentences.js";
import { settingSentence } from "../setting.js";
import { count, hyperparameter, intervalWords, points, signedPoints } from "../words.js";
import { type RestartsClaims, restartsClaims } from "./claims.js";
import { anytimeFigure, solutionsFigure } from "./figures.js";
import { type RestartsLine, type RestartsPair, restartsNumbers } from "./numbers.js";
import { paperErrors, paperHalf } from "./paper.js";
import { restartsDetails, restartsHeadline } from "./sentences.js";

/** What the experiment `restarts` says, for the terminal. */
export function restartsLines(results: Results): string[] {
  const numbers = restartsNumbers(results);
  const { lines, pairs } = numbers;
  const ends = lines.map((line) => {
    const error = errorAtEpoch(line.trials, line.plan.epochs);
    return `${line.name.padEnd(7)} ${error === null ? (line.missing ?? "not measured") : `${points(error)} %`}`;
  });
  const claims = restartsClaims(results, numbers);
  return [...ends, ...restartsHeadline(pairs), ...paperSentences(claims), ...gapSentences(results)];
}

/** What the experiment `restarts` shows: the paper's Figure 4. */
export function restartsReport(results: Results): ReportParts {
  const numbers = restartsNumbers(results);
  const { lines, pairs } = numbers;
  const claims = restartsClaims(results, numbers);
  return {
    title: "Do warm restarts find good solutions earlier?",
    headline: [...restartsHeadline(pairs), ...paperSentences(claims)],
    setting: `${settingSentence(results)} ${lines.map(lineWords).join("; ")}.`,
    sections: [
      {
        heading: "Error at any time",
        paragraphs: [
          "One cosine has a solution worth having only at its end, which must be chosen before it begins. With warm " +
            "restarts the learning rate runs down again and again, and each time leaves a solution behind.",
        ],
        figures: [solutionsFigure(lines, results), anytimeFigure(lines, results)],
        points: restartsDetails(pairs, results),
        notes: gapSentences(results),
      },
      { heading: "What agrees with the paper", tables: claimTables(claims, mostSeeds(lines)) },
      {
        heading: "The ends of periods",
        tables: [...pairs.map((pair) => endsTable(pair, results)), paperTable(lines, results)],
      },
    ],
  };
}

function lineWords({ name, plan }: RestartsLine): string {
  return (
    `${name}: learning rate ${plan.learningRates.map(hyperparameter).join(", ")}, ${decayName(plan.decay)} decay ` +
    `${plan.weightDecays.map(hyperparameter).join(", ")}, ${plan.schedule} over ${count(plan.epochs)} epochs`
  );
}

function paperSentences({ onTheWay, inTheEnd }: RestartsClaims): string[] {
  return claimsSentence([...onTheWay, ...inTheEnd], "the paper's Figure 4");
}

function claimTables({ onTheWay, inTheEnd }: RestartsClaims, seeds: number): string[] {
  const table = (claims: RestartsClaims["onTheWay"], what: string) =>
    claims.length === 0
      ? []
      : [claimsTable(claims, `${what}: differences in points of error; ${verdictWords(seeds)}`)];
  return [...table(onTheWay, "On the way"), ...table(inTheEnd, "Where each line ends")];
}

function endsTable({ line, single, ends }: RestartsPair, results: Results): string {
  const other = single?.name ?? "without restarts";
  return numbersTable({
    caption: `${line.name} at the ends of its periods: ${errorName(results)}, %; gains in points are positive where restarts are better`,
    head: ["epoch", line.name, `${other} then`, "gain", `${other} at its end`, "gain"],
    rows: ends.map((end) => [
      count(end.epoch),
      points(end.error),
      points(end.singleThen),
      end.gainThen
        ? `${signedPoints(end.gainThen.value)} ${intervalWords(end.gainThen, signedPoints)}`
        : "n/a",
      points(end.singleEnd),
      end.gainEnd ? `${signedPoints(end.gainEnd.value)} ${intervalWords(end.gainEnd, signedPoints)}` : "n/a",
    ]),
  });
}

function paperTable(lines: readonly RestartsLine[], results: Results): string {
  const paper = paperHalf(results);
  return numbersTable({
    caption: `The paper's Figure 4, ${paper.task}: ${errorName({ error: paper.errorKind })}, %`,
    head: ["epoch", ...paper.epochs.map(String)],
    rows: lines.flatMap((line) => {
      const errors = paperErrors(paper, line.series);
      return errors ? [[line.name, ...errors.map(points)]] : [];
    }),
  });
}
