import { optimizers } from "../optimizers.js";
import type { TrialRecord } from "../store/store.js";
import type { Trial } from "../training/trial.js";

/** A trial in a few words: what is particular about it. */
export function describeTrial({
  series,
  optimizer,
  learningRate,
  weightDecay,
  options,
  seed,
}: Trial): string {
  const title = optimizers[optimizer]?.title ?? optimizer;
  const name = series === optimizer ? title : series;
  const more = Object.entries(options).map(([option, value]) => `${option} ${value}`);
  return [name, `lr ${learningRate}`, `decay ${weightDecay}`, ...more, `seed ${seed}`].join(" ");
}

/** What became of a trial. Test error in per cent, if it is known; seconds are what it took. */
export type TrialEnd = Pick<TrialRecord, "trial" | "outcome" | "testError" | "message" | "seconds">;

/** A trial and what became of it, in a line. */
export function describeEnd({ trial, outcome, testError, message, seconds }: TrialEnd): string {
  const error = testError === null ? "test error not known" : `${testError.toFixed(2)} % test error`;
  const how = {
    finished: error,
    diverged: "diverged",
    stopped: `stopped early at ${error}`,
    failed: `failed: ${message}`,
  }[outcome ?? "failed"];
  return `${describeTrial(trial)}: ${how}, ${seconds.toFixed(0)} s`;
}
