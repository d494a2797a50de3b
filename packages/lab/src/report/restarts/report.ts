import { errorAtEpoch } from "../../measures/anytime.js";
import { FIGURE_4 } from "../../paper/figure4.js";
import type { Results } from "../../results.js";
import { decayName } from "../names.js";
import { numbersTable } from "../numbersTable.js";
import type { ReportParts } from "../parts.js";
import { gapSentences } from "../sentences.js";
import { settingSentence } from "../setting.js";
import { count, hyperparameter, intervalWords, points, signedPoints } from "../words.js";
import { anytimeFigure, paperErrors, solutionsFigure } from "./figures.js";
import { type RestartsLine, type RestartsPair, restartsNumbers } from "./numbers.js";
import { restartsDetails, restartsHeadline } from "./sentences.js";

/** What the experiment `restarts` says, for the terminal. */
export function restartsLines(results: Results): string[] {
  const { lines, pairs } = restartsNumbers(results);
  const ends = lines.map((line) => {
    const error = errorAtEpoch(line.trials, line.plan.epochs);
    return `${line.name.padEnd(7)} ${error === null ? (line.missing ?? "not measured") : `${points(error)} %`}`;
  });
  return [...ends, ...restartsHeadline(pairs), ...gapSentences(results)];
}

/** What the experiment `restarts` shows: the paper's Figure 4. */
export function restartsReport(results: Results): ReportParts {
  const { lines, pairs } = restartsNumbers(results);
  return {
    title: "Do warm restarts find good solutions earlier?",
    headline: restartsHeadline(pairs),
    setting: `${settingSentence(results)} ${lines.map(lineWords).join("; ")}.`,
    sections: [
      {
        heading: "Error at any time",
        paragraphs: [
          "One cosine has a solution worth having only at its end, which must be chosen before it begins. With warm " +
            "restarts the learning rate runs down again and again, and each time leaves a solution behind.",
        ],
        figures: [solutionsFigure(lines), anytimeFigure(lines)],
        points: restartsDetails(pairs),
        notes: gapSentences(results),
      },
      { heading: "The ends of periods", tables: [...pairs.map(endsTable), paperTable(lines)] },
    ],
  };
}

function lineWords({ name, plan }: RestartsLine): string {
  return (
    `${name}: learning rate ${plan.learningRates.map(hyperparameter).join(", ")}, ${decayName(plan.decay)} decay ` +
    `${plan.weightDecays.map(hyperparameter).join(", ")}, ${plan.schedule} over ${count(plan.epochs)} epochs`
  );
}

function endsTable({ line, single, ends }: RestartsPair): string {
  const other = single?.name ?? "without restarts";
  return numbersTable({
    caption: `${line.name} at the ends of its periods: test error, %; gains in points are positive where restarts are better`,
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

function paperTable(lines: readonly RestartsLine[]): string {
  return numbersTable({
    caption: "The paper's Figure 4: test error, %",
    head: ["epoch", ...FIGURE_4.epochs.map(String)],
    rows: lines.flatMap((line) => {
      const errors = paperErrors(line.series);
      return errors ? [[line.name, ...errors.map(points)]] : [];
    }),
  });
}
