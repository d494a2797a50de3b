import type { Preset } from "../experiments/experiment.js";
import type { EpochResult, Results, TrialResult } from "../results.js";

/** How a made-up trial ended; what is left out is as of one that finished. */
export type MadeUp = Pick<TrialResult, "history"> & Partial<Pick<TrialResult, "outcome" | "measures">>;

/**
 * Results as a study would leave them behind whose trials went as `train` says.
 *
 * @param train null for a trial that has not been run yet.
 */
export function experimentResults(
  experiment: string,
  { task, seeds, series, scales, error }: Pick<Preset, "task" | "seeds" | "series" | "scales" | "error">,
  train: (trial: Omit<TrialResult, "outcome" | "history" | "testError">) => MadeUp | null,
): Results {
  const trials: TrialResult[] = [];
  for (let seed = 1; seed <= seeds; seed++) {
    for (const [name, { learningRates, weightDecays, ...shared }] of Object.entries(series)) {
      for (const learningRate of learningRates) {
        for (const weightDecay of weightDecays) {
          const trial = { series: name, ...shared, learningRate, weightDecay, seed };
          const made = train(trial);
          if (!made) continue;
          const { history, outcome = "finished", measures } = made;
          const testError = outcome === "finished" ? (history.at(-1)?.testError ?? null) : null;
          trials.push({ ...trial, outcome, history, testError, ...(measures !== undefined && { measures }) });
        }
      }
    }
  }
  return {
    study: "made-up",
    experiment,
    preset: "quick",
    seed: 1,
    seeds,
    task: {
      ...task,
      trainSize: task.trainSize ?? 50_000,
      subsetSeed: 1,
      name: "CIFAR-10",
      parameters: 25_578,
      testSize: 10_000,
      classes: 10,
    },
    series: { ...series },
    scales,
    ...(error !== undefined && { error }),
    trials,
    summary: {},
  };
}

/** An epoch of which only what is given matters. */
export function epochResult(given: Partial<EpochResult> & Pick<EpochResult, "epoch">): EpochResult {
  return {
    learningRate: 0.001,
    decay: 0,
    trainLoss: 1,
    testLoss: null,
    testError: null,
    testTop5Error: null,
    ...given,
  };
}
