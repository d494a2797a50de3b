import { SMALL_BUDGET_ERROR_SCALE, SMALL_BUDGET_LOSS_SCALE } from "../measures/scale.js";
import { summarize } from "../measures/summarize.js";
import type { EpochResult, Results, Series, TrialResult } from "../results.js";
import type { Provenance } from "./provenance.js";

const EPOCHS = 25;

/**
 * Made-up results for tests, shaped like those of a short run: L2 couples, decoupled decay does not, decay hardly
 * helps.
 *
 * @param keys of the series: an optimizer, and its schedule after a dash unless it is cosine.
 */
export function syntheticResults(keys: readonly string[] = ["adam", "adamw"], seeds = 1): Results {
  const series = Object.fromEntries(keys.map((key) => [key, syntheticSeries(key)]));
  const trials = Array.from({ length: seeds }, (_, i) => i + 1).flatMap((seed) =>
    Object.entries(series).flatMap(([key, of]) =>
      of.learningRates.flatMap((learningRate) =>
        of.weightDecays.map((weightDecay) => syntheticTrial(key, of, learningRate, weightDecay, seed)),
      ),
    ),
  );
  return resultsOf(trials, series);
}

/** The results that a study would give whose trials were these. */
export function resultsOf(trials: TrialResult[], series: Record<string, Series>): Results {
  const results = {
    study: "decoupling-quick",
    experiment: "decoupling",
    preset: "quick",
    seed: 1,
    seeds: Math.max(1, ...trials.map(({ seed }) => seed)),
    task: {
      dataset: "cifar10",
      name: "CIFAR-10",
      model: "cnn",
      parameters: 25_578,
      trainSize: 3000,
      subsetSeed: 1,
      testSize: 10_000,
      classes: 10,
      batchSize: 64,
      evaluateEvery: 1,
    },
    series,
    scales: { error: SMALL_BUDGET_ERROR_SCALE, loss: SMALL_BUDGET_LOSS_SCALE },
    trials,
  };
  return { ...results, summary: summarize(results) };
}

export const PROVENANCE: Provenance = {
  command: "lehr run decoupling --preset quick --seed 1",
  startedAt: "2026-11-23T06:30:00.000Z",
  seconds: 462,
  versions: {
    lehr: "0.1.0",
    node: "20.20.2",
    "onnxruntime-node": "1.30.0",
    "@tensorflow/tfjs-core": "4.22.0",
  },
  machine: { processor: "Example CPU at 2.6 GHz", cores: "2", memory: "8 GiB", "worker processes": "2" },
};

function syntheticSeries(key: string): Series {
  const [optimizer = "", ...schedule] = key.split("-");
  const decoupled = optimizer.endsWith("w");
  return {
    optimizer,
    decay: decoupled ? "decoupled" : "l2",
    schedule: schedule.join("-") || "cosine",
    options: {},
    epochs: EPOCHS,
    learningRates: [64, 16, 4, 1].map((factor) => baseOf(optimizer) * factor),
    weightDecays: decoupled ? [1e-4, 4e-4, 0.0016, 0.0064, 0.0256] : [1e-5, 1e-4, 0.001, 0.01, 0.1],
  };
}

const baseOf = (optimizer: string) => (optimizer.startsWith("sgd") ? 0.025 : 0.0005);

function syntheticTrial(
  key: string,
  { optimizer, decay, schedule, options, epochs }: Series,
  learningRate: number,
  weightDecay: number,
  seed: number,
): TrialResult {
  const decoupled = decay === "decoupled";
  const rate = Math.log2(learningRate / baseOf(optimizer));
  const edge = decoupled ? Math.log2(0.0022) + 0.08 * rate : Math.log2(0.02) - 1.25 * rate;
  const excess = Math.max(0, Math.log2(weightDecay) - edge);
  const wobble = Math.sin(7 * rate + 3 * Math.log2(weightDecay) + 11 * (seed - 1));
  const annealing = { cosine: 0, "step-drop": 1.5, fixed: 6 }[schedule] ?? 0;
  const better = decoupled ? 0.6 : 0;
  const error = 46 + 0.42 * (rate - 2.5) ** 2 + 3.1 * excess ** 1.3 + 0.5 * wobble - better + annealing;
  const diverged = rate === 6 && !decoupled && weightDecay >= 0.01;
  const history = Array.from({ length: diverged ? 3 : EPOCHS }, (_, i) =>
    syntheticEpoch(i + 1, learningRate, weightDecay, Math.min(90, error)),
  );
  return {
    series: key,
    optimizer,
    decay,
    schedule,
    options,
    epochs,
    learningRate,
    weightDecay,
    seed,
    outcome: diverged ? "diverged" : "finished",
    history,
    testError: diverged ? null : history.at(-1)!.testError,
  };
}

function syntheticEpoch(
  epoch: number,
  learningRate: number,
  weightDecay: number,
  final: number,
): EpochResult {
  const gone = 1 - Math.exp(-epoch / 6);
  const jitter = Math.sin(epoch * 2.7) * (25 - epoch) * 0.12;
  const testError = Math.round((90 - (90 - final) * gone * 1.016 + jitter) * 100) / 100;
  const multiplier = (1 + Math.cos((Math.PI * epoch) / 25.1)) / 2;
  return {
    epoch,
    learningRate: learningRate * multiplier,
    decay: weightDecay * multiplier,
    trainLoss: 2.2 - 1.2 * gone + final / 400,
    testLoss: testError / 34,
    testError,
    testTop5Error: testError / 6,
  };
}
