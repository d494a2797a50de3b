import type { TrialResult } from "../results.js";

type Field = string | number | boolean | null;

/** One row per trial, under a header; null is an empty field. Lines end in CRLF, quoting follows RFC 4180. */
export function trialsCsv(trials: readonly TrialResult[]): string {
  return csv(
    [
      "optimizer",
      "decay",
      "schedule",
      "learningRate",
      "weightDecay",
      "seed",
      "diverged",
      "seconds",
      "epochs",
      "testError",
    ],
    trials.map((trial) => [
      ...key(trial),
      trial.diverged,
      trial.seconds,
      trial.epochs.length,
      trial.testError,
    ]),
  );
}

/** One row per epoch of each trial, under a header, in the same form. */
export function epochsCsv(trials: readonly TrialResult[]): string {
  return csv(
    [
      "optimizer",
      "decay",
      "schedule",
      "initialLearningRate",
      "weightDecay",
      "seed",
      "epoch",
      "learningRate",
      "trainLoss",
      "testLoss",
      "testError",
    ],
    trials.flatMap((trial) =>
      trial.epochs.map((epoch) => [
        ...key(trial),
        epoch.epoch,
        epoch.learningRate,
        epoch.trainLoss,
        epoch.testLoss,
        epoch.testError,
      ]),
    ),
  );
}

function key(trial: TrialResult): Field[] {
  return [trial.optimizer, trial.decay, trial.schedule, trial.learningRate, trial.weightDecay, trial.seed];
}

function csv(header: readonly string[], rows: readonly (readonly Field[])[]): string {
  return [header, ...rows].map((row) => `${row.map(field).join(",")}\r\n`).join("");
}

function field(value: Field): string {
  const text = String(value ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
