import type { Results } from "../results.js";

/**
 * Results for those who measure and tell: with the error that they are judged by as `testError`, of trials and of
 * epochs. Whoever reads that need not know which it is.
 */
export function judged<R extends Pick<Results, "error" | "trials">>(results: R): R {
  if (results.error !== "top-5") return results;
  const trials = results.trials.map((trial) => ({
    ...trial,
    history: trial.history.map((epoch) => ({ ...epoch, testError: epoch.testTop5Error })),
    testError: trial.testError === null ? null : (trial.history.at(-1)?.testTop5Error ?? null),
  }));
  return { ...results, trials };
}
