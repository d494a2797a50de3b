import type { Estimate } from "../../measures/estimate.js";
import type { Results } from "../../results.js";
import { curvesFigure } from "../curvesFigure.js";
import { errorName, lossName } from "../errorWords.js";
import { flatnessFigure, interpolationFigure, landscapeFigure } from "../flatnessFigures.js";
import type { InterpolationResult } from "../interpolation.js";
import { decayName } from "../names.js";
import { numbersTable } from "../numbersTable.js";
import type { ReportParts, Section } from "../parts.js";
import { gapSentences } from "../sentences.js";
import { settingSentence } from "../setting.js";
import { count, hyperparameter, intervalsName, lossNumber, points, withInterval } from "../words.js";
import {
  type FlatnessNumbers,
  type FlatSolutions,
  flatnessNumbers,
  type Mean,
  measuresOf,
} from "./numbers.js";
import {
  barrierSentence,
  correlationWords,
  flatnessDetails,
  flatnessHeadline,
  scaleSentences,
} from "./sentences.js";

/** What the experiment `flatness` says, for the terminal. */
export function flatnessLines(results: Results): string[] {
  const numbers = flatnessNumbers(results);
  const each = numbers.solutions.map(({ name }, i) => {
    const error = numbers.testErrors[i];
    const measured = numbers.rows
      .filter(({ flatness }) => flatness.scaleFree)
      .map(({ flatness, means }) => `${flatness.words} ${written(means[i], lossNumber)}`);
    return `${name.padEnd(7)} ${error ? `${points(error.value)} %, ${measured.join(", ")}` : "not measured"}`;
  });
  return [...each, ...flatnessHeadline(numbers, errorName(results)), ...gapSentences(results)];
}

/** What the experiment `flatness` shows: measures, landscapes and lines between solutions. */
export function flatnessReport(results: Results): ReportParts {
  const numbers = flatnessNumbers(results);
  const error = errorName(results);
  const measured = numbers.solutions.filter(({ trials }) => trials.length > 0);
  return {
    title: "Do flatter solutions generalize better?",
    headline: flatnessHeadline(numbers, error),
    setting: `${settingSentence(results)} ${numbers.solutions.map(seriesWords).join("; ")}.`,
    sections: [
      {
        heading: "How flat each solution is",
        paragraphs: [
          "Everything is measured on the same training examples as they are, in evaluation mode with each solution's own " +
            "running statistics, without the L2 term. Smaller is flatter.",
        ],
        figures: [measuresFigure(numbers)],
        tables: [measuresTable(numbers, results)],
        points: flatnessDetails(numbers, error),
        notes: gapSentences(results),
      },
      { heading: "What compares, and what does not", paragraphs: scaleSentences(numbers) },
      ...landscapeSection(measured),
      ...betweenSection(numbers),
      {
        heading: "Learning curves",
        figures: curvesFigure(
          measured.map(({ name, trials }) => ({ name, trials })),
          "each optimizer",
          results,
        ),
        notes: [
          "An update of SAM takes two gradients, so its training takes twice as long for as many epochs. What SWA deploys is " +
            "the mean of the weights at the ends of epochs from three quarters of its training on.",
        ],
      },
    ],
  };
}

function seriesWords({ name, plan }: FlatSolutions): string {
  const options = Object.entries(plan.options).map(([option, value]) => `, ${option} ${value}`);
  return (
    `${name}: learning rate ${plan.learningRates.map(hyperparameter).join(", ")}, ${decayName(plan.decay)} decay ` +
    `${plan.weightDecays.map(hyperparameter).join(", ")}${options.join("")}, schedule ${plan.schedule}, ${count(plan.epochs)} epochs`
  );
}

function measuresFigure({ solutions, rows }: FlatnessNumbers) {
  return flatnessFigure(
    solutions.map(({ name }) => name),
    rows.map(({ flatness, means }) => ({
      label: flatness.label,
      values: means.map((mean) => mean?.value ?? null),
      standardErrors: means.map((mean) => mean?.standardError ?? null),
    })),
  );
}

function measuresTable(numbers: FlatnessNumbers, results: Results): string {
  const error = errorName(results);
  const { seeds } = results;
  const { solutions, rows, testErrors, trainLosses, lossCorrelation, weightNorms } = numbers;
  const line = (label: string, means: readonly (Mean | null)[], write: (value: number) => string) => [
    label,
    ...means.map((mean) => written(mean, write)),
  ];
  return numbersTable({
    caption:
      seeds > 1 ? `Means over ${seeds} seeds; in parentheses ${intervalsName(seeds)}` : "One seed each",
    head: ["", ...solutions.map(({ name }) => name), `rank correlation with ${error}`],
    rows: [
      [...line(`${error}, %`, testErrors, points), ""],
      [...line(lossName(results), trainLosses, lossNumber), correlated(lossCorrelation)],
      [...line("norm of the weights", weightNorms, lossNumber), ""],
      ...rows.map(({ flatness, means, correlation }) => [
        ...line(flatness.label, means, lossNumber),
        correlated(correlation),
      ]),
    ],
  });
}

const correlated = (correlation: Estimate | null) => (correlation ? correlationWords(correlation) : "n/a");

function written(mean: Mean | null | undefined, write: (value: number) => string): string {
  return withInterval(mean?.value, mean?.interval, (value) =>
    value === null || value === undefined ? "n/a" : write(value),
  );
}

/** The landscapes of the first seed. */
function landscapeSection(measured: readonly FlatSolutions[]): Section[] {
  const panels = measured.map(({ name, trials }) => ({
    title: name,
    landscape: measuresOf(trials[0]!)!.landscape,
  }));
  if (panels.length === 0) return [];
  return [
    {
      heading: "The loss around each solution",
      paragraphs: [
        "Training loss on a plane through each solution of its first seed. Both directions are random, and each of their " +
          "filters is as large as the same filter of the solution, so the panels compare; all have the same draws.",
      ],
      figures: [landscapeFigure(panels)],
    },
  ];
}

function betweenSection({ solutions, comparison }: FlatnessNumbers): Section[] {
  const heading = "On the way from one solution to another";
  if (comparison === null) {
    return [{ heading, paragraphs: ["It is computed when all trainings are done."] }];
  }
  const nameOf = (series: string) => solutions.find((one) => one.series === series)?.name ?? series;
  const lines = comparison.lines.map(({ to, trainLoss, testError }) => ({
    file: `interpolation-${to}`,
    result: { first: nameOf(comparison.from), second: nameOf(to), trainLoss, testError },
  })) satisfies { file: string; result: InterpolationResult }[];
  if (lines.length === 0) return [{ heading, paragraphs: ["There are no two solutions to go between."] }];
  return [
    {
      heading,
      paragraphs: [
        `Training loss and the error of ${count(comparison.testExamples)} test examples on the straight line between the ` +
          `solutions of seed ${comparison.seed}, parameters and running statistics alike.`,
      ],
      figures: lines.map(({ result, file }) => interpolationFigure(result, file)),
      points: lines.map(({ result }) => barrierSentence(result)),
    },
  ];
}
