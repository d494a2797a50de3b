import { SMALL_BUDGET_ERROR_SCALE, SMALL_BUDGET_LOSS_SCALE } from "../measures/scale.js";
import { summarize } from "../measures/summarize.js";
import type { EpochResult, Results, TrialResult } from "../results.js";
import type { Provenance } from "./provenance.js";

/** Made-up results for tests, shaped like those of a short run: Adam couples, AdamW does not, decay hardly helps. */
export function syntheticResults(optimizers: readonly string[] = ["adam", "adamw"]): Results {
  const trials = optimizers.flatMap((optimizer) => {
    const decoupled = optimizer.endsWith("w");
    const base = optimizer.startsWith("sgd") ? 0.025 : 0.0005;
    return [64, 16, 4, 1].flatMap((factor) =>
      decays(decoupled).map((weightDecay) => syntheticTrial(optimizer, base * factor, base, weightDecay)),
    );
  });
  return resultsOf(trials);
}

/** The results that a run would give whose trials were these. */
export function resultsOf(trials: TrialResult[], plan?: NonNullable<Results["plan"]>): Results {
  return {
    experiment: "decoupling",
    preset: "quick",
    seed: 1,
    task: {
      dataset: "CIFAR-10",
      model: "cnn",
      parameters: 25_578,
      trainSize: 3000,
      testSize: 10_000,
      epochs: 25,
      batchSize: 64,
    },
    trials,
    summary: summarize(trials, plan ? { plan } : {}),
    ...(plan && { plan }),
    scales: { error: SMALL_BUDGET_ERROR_SCALE, loss: SMALL_BUDGET_LOSS_SCALE },
  };
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

const decays = (decoupled: boolean) =>
  decoupled ? [1e-4, 4e-4, 0.0016, 0.0064, 0.0256] : [1e-5, 1e-4, 0.001, 0.01, 0.1];

function syntheticTrial(
  optimizer: string,
  learningRate: number,
  base: number,
  weightDecay: number,
): TrialResult {
  const decoupled = optimizer.endsWith("w");
  const rate = Math.log2(learningRate / base);
  const edge = decoupled ? Math.log2(0.0022) + 0.08 * rate : Math.log2(0.02) - 1.25 * rate;
  const excess = Math.max(0, Math.log2(weightDecay) - edge);
  const wobble = Math.sin(7 * rate + 3 * Math.log2(weightDecay));
  const error = 46 + 0.42 * (rate - 2.5) ** 2 + 3.1 * excess ** 1.3 + 0.5 * wobble - (decoupled ? 0.6 : 0);
  const diverged = learningRate === base * 64 && !decoupled && weightDecay >= 0.01;
  const epochs = Array.from({ length: diverged ? 3 : 25 }, (_, i) =>
    syntheticEpoch(i + 1, learningRate, Math.min(90, error)),
  );
  return {
    optimizer,
    decay: decoupled ? "decoupled" : "l2",
    schedule: "cosine",
    learningRate,
    weightDecay,
    seed: 1,
    diverged,
    seconds: 21.5 + wobble,
    epochs,
    testError: diverged ? null : epochs.at(-1)!.testError,
  };
}

function syntheticEpoch(epoch: number, learningRate: number, final: number): EpochResult {
  const gone = 1 - Math.exp(-epoch / 6);
  const jitter = Math.sin(epoch * 2.7) * (25 - epoch) * 0.12;
  const testError = Math.round((90 - (90 - final) * gone * 1.016 + jitter) * 100) / 100;
  return {
    epoch,
    learningRate: (learningRate * (1 + Math.cos((Math.PI * epoch) / 25.1))) / 2,
    trainLoss: 2.2 - 1.2 * gone + final / 400,
    testLoss: testError / 34,
    testError,
  };
}
