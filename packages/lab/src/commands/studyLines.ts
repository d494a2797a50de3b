import { mean } from "../measures/mean.js";
import { cellNumber, hyperparameter } from "../report/words.js";
import type { StudyOverview, TrialRecord } from "../store/store.js";
import type { StudyOutline } from "../study/storedStudy.js";
import { formatDuration } from "../terminal/duration.js";
import type { Trial } from "../training/trial.js";
import { numbers, roomOf, table, words } from "./table.js";

/** So many of the best cells, and of the failures, are shown. */
const shown = 5;

/**
 * Studies as a table, the newest first.
 *
 * @param now in milliseconds since 1970.
 * @param room the most columns that a line may have.
 */
export function studyTable(studies: readonly StudyOverview[], now: number, room = roomOf()): string[] {
  if (studies.length === 0) return ["no studies yet; lehr run begins one"];
  const newest = [...studies].sort((a, b) => b.createdAt - a.createdAt);
  return table(
    [
      ...["study", "experiment", "preset"].map(words),
      ...["done", "failed", "running", "best error", "age"].map(numbers),
    ],
    newest.map(({ name, experiment, preset, done, trials, failed, running, bestError, createdAt }) => [
      name,
      experiment,
      preset,
      `${done}/${trials}`,
      String(failed),
      String(running),
      bestError === null ? "-" : `${cellNumber(bestError)} %`,
      age(now - createdAt),
    ]),
    room,
  );
}

/** A study as lines: what was planned, how far it is, what is running, what failed, what is best. */
export function studyLines({ spec, trials }: StudyOutline, room = roomOf()): string[] {
  const { name, plan, task, origin } = spec;
  const seeds =
    plan.seeds === 1 ? `seed ${plan.seed}` : `seeds ${plan.seed} to ${plan.seed + plan.seeds - 1}`;
  const running = trials.filter(({ state }) => state === "running");
  const failed = trials.filter(({ outcome }) => outcome === "failed");
  return [
    `${name}: ${plan.experiment}, ${plan.preset}`,
    `  begun  ${origin.startedAt}`,
    `  by     ${origin.command}`,
    `  task   ${task.name}, ${task.model}, ${task.trainSize} training images in batches of ${task.batchSize}, ${seeds}`,
    "",
    ...seriesTable(trials, room),
    ...under("Running", runningTable(running, room), running.length),
    ...under("Failed", failedTable(failed.slice(0, shown), room), failed.length),
    ...more(failed.length - shown),
    ...bestTable(trials, room),
  ];
}

function seriesTable(trials: readonly TrialRecord[], room: number): string[] {
  const names = [...new Set(trials.map(({ trial }) => trial.series))];
  return table(
    [
      ...["series", "schedule"].map(words),
      ...["trials", "done", "running", "paused", "diverged", "failed", "epochs"].map(numbers),
    ],
    names.map((series) => {
      const own = trials.filter(({ trial }) => trial.series === series);
      const count = (of: (record: TrialRecord) => boolean) => String(own.filter(of).length);
      const sum = (of: (record: TrialRecord) => number) =>
        own.reduce((total, record) => total + of(record), 0);
      return [
        series,
        own[0]!.trial.schedule,
        String(own.length),
        count(({ state }) => state === "done"),
        count(({ state }) => state === "running"),
        count(({ state }) => state === "paused"),
        count(({ outcome }) => outcome === "diverged"),
        count(({ outcome }) => outcome === "failed"),
        `${sum(({ epochsDone }) => epochsDone)} of ${sum(({ trial }) => trial.epochs)}`,
      ];
    }),
    room,
  );
}

const runningTable = (records: readonly TrialRecord[], room: number) =>
  table(
    [...trialColumns, numbers("epoch"), numbers("test error"), words("worker")],
    records.map(({ trial, epochsDone, epochShare, testError, worker }) => [
      ...trialCells(trial),
      `${(epochsDone + epochShare).toFixed(1)} of ${trial.epochs}`,
      testError === null ? "-" : `${cellNumber(testError)} %`,
      worker ?? "-",
    ]),
    room,
  );

const failedTable = (records: readonly TrialRecord[], room: number) =>
  table(
    [...trialColumns, numbers("epoch"), words("what went wrong")],
    records.map(({ trial, epochsDone, message }) => [
      ...trialCells(trial),
      `${epochsDone} of ${trial.epochs}`,
      message ?? "-",
    ]),
    room,
  );

function bestTable(trials: readonly TrialRecord[], room: number): string[] {
  const cells = new Map<string, { trial: Trial; errors: number[] }>();
  for (const { trial, outcome, testError } of trials) {
    if (outcome !== "finished" || testError === null) continue;
    const { series, learningRate, weightDecay } = trial;
    const key = JSON.stringify([series, learningRate, weightDecay, trial.options]);
    const cell = cells.get(key) ?? { trial, errors: [] };
    cell.errors.push(testError);
    cells.set(key, cell);
  }
  const best = [...cells.values()].sort((a, b) => mean(a.errors) - mean(b.errors)).slice(0, shown);
  const rows = best.map(({ trial, errors }) => [
    [trial.series, ...Object.entries(trial.options).map(([name, value]) => `${name} ${value}`)].join(" "),
    hyperparameter(trial.learningRate),
    hyperparameter(trial.weightDecay),
    `${cellNumber(mean(errors))} %`,
    String(errors.length),
  ]);
  const columns = [words("series"), ...["lr", "decay", "test error", "seeds"].map(numbers)];
  return under("Best", table(columns, rows, room), best.length);
}

const trialColumns = [words("series"), ...["lr", "decay", "seed"].map(numbers)];
const trialCells = ({ series, learningRate, weightDecay, seed }: Trial) => [
  series,
  hyperparameter(learningRate),
  hyperparameter(weightDecay),
  String(seed),
];

const under = (heading: string, lines: readonly string[], count: number) =>
  count === 0 ? [] : ["", `${heading} (${count})`, ...lines];
const more = (count: number) => (count > 0 ? [`... and ${count} more; --json has them all`] : []);

/** How long ago something was, in one word or two. */
function age(milliseconds: number): string {
  const days = Math.floor(milliseconds / 86_400_000);
  if (days >= 2) return `${days} days`;
  return formatDuration(milliseconds / 1000);
}
