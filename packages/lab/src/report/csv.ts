import type { TrialResult } from "../results.js";

type Field = string | number | null;

/**
 * One row per trial, under a header; what is not known is an empty field. Lines end in CRLF, quoting follows RFC 4180.
 */
export function trialsCsv(trials: readonly TrialResult[]): string {
  return csv(
    [...KEY, "outcome", "message", "epochs", "testError"],
    trials.map((trial) => [
      ...key(trial),
      trial.outcome,
      trial.message ?? null,
      trial.history.length,
      trial.testError,
    ]),
  );
}

/** One row per epoch of each trial, under a header, in the same form. */
export function epochsCsv(trials: readonly TrialResult[]): string {
  return csv(
    [
      ...KEY,
      "epoch",
      "currentLearningRate",
      "currentDecay",
      "trainLoss",
      "testLoss",
      "testError",
      "testTop5Error",
    ],
    trials.flatMap((trial) =>
      trial.history.map((epoch) => [
        ...key(trial),
        epoch.epoch,
        epoch.learningRate,
        epoch.decay,
        epoch.trainLoss,
        epoch.testLoss,
        epoch.testError,
        epoch.testTop5Error,
      ]),
    ),
  );
}

const KEY = [
  "series",
  "optimizer",
  "decay",
  "schedule",
  "learningRate",
  "weightDecay",
  "options",
  "plannedEpochs",
  "seed",
];

/** What distinguishes a trial; its options as JSON. */
function key(trial: TrialResult): Field[] {
  const { series, optimizer, decay, schedule, learningRate, weightDecay, options, epochs, seed } = trial;
  return [
    series,
    optimizer,
    decay,
    schedule,
    learningRate,
    weightDecay,
    JSON.stringify(options),
    epochs,
    seed,
  ];
}

function csv(header: readonly string[], rows: readonly (readonly Field[])[]): string {
  return [header, ...rows].map((row) => `${row.map(field).join(",")}\r\n`).join("");
}

function field(value: Field): string {
  const text = String(value ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
