import type { Comparison } from "../compare/comparison.js";
import type { SharedCell } from "../compare/sharedCells.js";
import type { Interval } from "../measures/bootstrap.js";
import { errorName } from "../report/errorWords.js";
import { counted, hyperparameter, slopeNumber } from "../report/words.js";
import { numbers, roomOf, table, words } from "./table.js";

/** So many shared cells are shown, the best ones; `--json` has them all. */
const shownCells = 10;

/** A comparison as lines for the terminal. @param room the most columns that a line may have. */
export function comparisonLines({ studies, series, paired, shared }: Comparison, room = roomOf()): string[] {
  return [
    ...table(
      ["study", "experiment", "preset", "task", "model"]
        .map(words)
        .concat(["images", "seeds", "done"].map(numbers)),
      studies.map(({ study, experiment, preset, seeds, task, done, planned }) => [
        study,
        experiment,
        preset,
        task.name,
        task.model,
        String(task.trainSize),
        String(seeds),
        `${done} of ${planned}`,
      ]),
      room,
    ),
    "",
    ...table(
      [
        words("series"),
        words("study"),
        ...["best error", "spread", "at lr", "decay", "coupling", "tolerance", "regret"].map(numbers),
      ],
      series.map((one) => [
        one.series,
        one.study,
        one.bestError === null ? "-" : `${one.bestError.toFixed(2)} %`,
        interval(one.bestErrorInterval),
        one.bestAt ? hyperparameter(one.bestAt.learningRate) : "-",
        one.bestAt ? hyperparameter(one.bestAt.weightDecay) : "-",
        slope(one.couplingSlope),
        slope(one.toleranceSlope),
        one.coordinateRegret?.toFixed(2) ?? "-",
      ]),
      room,
    ),
    "",
    ...pairedLines(studies, paired, shared, room),
    ...sharedLines(studies, shared, room),
  ];
}

/** Which series were set against which where that is not plain: their names, schedules or epochs differ. */
function pairedLines(
  studies: Comparison["studies"],
  paired: Comparison["paired"],
  shared: readonly SharedCell[],
  room: number,
): string[] {
  const told = paired.filter(
    ({ series, alike }) =>
      shared.some((cell) => cell.series === series[0]!.name) &&
      !(alike && series.every(({ name }) => name === series[0]!.name)),
  );
  if (told.length === 0) return [];
  return [
    "Compared with one another though names, schedules or epochs differ:",
    ...table(
      studies.map(({ study }) => words(study)),
      told.map(({ series }) =>
        series.map(({ name, schedule, epochs }) => `${name}: ${schedule}, ${counted(epochs, "epoch")}`),
      ),
      room,
    ),
    "",
  ];
}

function sharedLines(studies: Comparison["studies"], shared: readonly SharedCell[], room: number): string[] {
  if (shared.length === 0)
    return ["No cell (optimizer, learning rate, weight decay) is finished in all of them."];
  const [first, ...others] = studies.map(({ study }) => study);
  const overall = others.map((study, i) => {
    const differences = shared.map((cell) => cell.differences[i + 1]!);
    const mean = differences.reduce((sum, one) => sum + one, 0) / differences.length;
    const better = differences.filter((one) => one < 0).length;
    return `  ${study}: ${points(mean)} points of ${errorName(studies[0]!)} on average, better in ${better} of ${differences.length}`;
  });
  const best = [...shared].sort((a, b) => least(a) - least(b)).slice(0, shownCells);
  const more = shared.length - best.length;
  return [
    `${shared.length} shared ${shared.length === 1 ? "cell" : "cells"}; compared with ${first}:`,
    ...overall,
    "",
    ...table(
      [
        words("series"),
        ...["lr", "decay"].map(numbers),
        numbers(first!),
        ...others.flatMap((study) => [numbers(study), numbers("diff")]),
      ],
      best.map(({ series, learningRate, weightDecay, errors, differences }) => [
        series,
        hyperparameter(learningRate),
        hyperparameter(weightDecay),
        ...errors.flatMap(({ error }, i) =>
          i === 0 ? [error.toFixed(2)] : [error.toFixed(2), points(differences[i]!)],
        ),
      ]),
      room,
    ),
    ...(more > 0 ? [`${more} more; --json has them all`] : []),
  ];
}

const least = ({ errors }: SharedCell) => Math.min(...errors.map(({ error }) => error));
const points = (difference: number) => `${difference > 0 ? "+" : ""}${slopeNumber(difference)}`;
const slope = (value: number | null) => (value === null ? "-" : slopeNumber(value));
const interval = (given: Interval | null) =>
  given === null ? "-" : `${given[0].toFixed(2)} to ${given[1].toFixed(2)}`;
