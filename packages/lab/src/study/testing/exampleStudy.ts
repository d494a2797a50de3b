import { SMALL_BUDGET_ERROR_SCALE, SMALL_BUDGET_LOSS_SCALE } from "../../measures/scale.js";
import type { EpochResult, Series } from "../../results.js";
import type { StudySpec, TrialRecord } from "../../store/store.js";
import type { Trial } from "../../training/trial.js";
import type { StoredStudy } from "../storedStudy.js";

const series = (optimizer: string): Series => ({
  optimizer,
  decay: optimizer === "adamw" ? "decoupled" : "l2",
  schedule: "cosine",
  options: {},
  epochs: 4,
  learningRates: [0.001, 0.004],
  weightDecays: [0.001],
});

const task = {
  dataset: "cifar10",
  model: "cnn",
  trainSize: 3000,
  subsetSeed: 1,
  batchSize: 64,
  evaluateEvery: 2,
};

/**
 * A made-up study under way: Adam and AdamW at two learning rates, four epochs each. Its four trials are finished,
 * diverged, running and waiting.
 */
export function exampleStudy(name = "example"): StoredStudy {
  const spec: StudySpec = {
    name,
    plan: {
      experiment: "decoupling",
      preset: "quick",
      seed: 1,
      seeds: 1,
      task,
      series: { adam: series("adam"), adamw: series("adamw") },
      scales: { error: SMALL_BUDGET_ERROR_SCALE, loss: SMALL_BUDGET_LOSS_SCALE },
    },
    task: { ...task, name: "CIFAR-10", parameters: 33_946, testSize: 10_000, classes: 10 },
    halving: null,
    origin: {
      command: "lehr run decoupling",
      startedAt: "2026-11-23T06:30:00.000Z",
      versions: {},
      machine: {},
    },
  };
  const trials: TrialRecord[] = [
    record(0, trial("adam", 0.001), {
      state: "done",
      outcome: "finished",
      epochsDone: 4,
      testError: 22.5,
      seconds: 20,
    }),
    record(1, trial("adam", 0.004), { state: "done", outcome: "diverged", epochsDone: 1, seconds: 6 }),
    record(2, trial("adamw", 0.001), {
      state: "running",
      epochsDone: 2,
      epochShare: 0.5,
      worker: "host:42",
      testError: 45,
      seconds: 10,
    }),
    record(3, trial("adamw", 0.004), {}),
  ];
  const epochs = new Map([
    [0, [1, 2, 3, 4].map(epoch)],
    [1, [epoch(1)]],
    [2, [1, 2].map(epoch)],
  ]);
  return { spec, trials, epochs };
}

function trial(optimizer: string, learningRate: number): Trial {
  const { decay, schedule, options, epochs } = series(optimizer);
  return {
    series: optimizer,
    optimizer,
    decay,
    schedule,
    learningRate,
    weightDecay: 0.001,
    options,
    epochs,
    seed: 1,
  };
}

function record(position: number, trial: Trial, known: Partial<TrialRecord>): TrialRecord {
  return {
    position,
    trial,
    state: "waiting",
    outcome: null,
    epochsDone: 0,
    epochShare: 0,
    attempts: 0,
    worker: null,
    message: null,
    testError: null,
    seconds: 0,
    measures: null,
    ...known,
  };
}

/** Measured after every second epoch. */
function epoch(epoch: number): EpochResult {
  const measured = epoch % 2 === 0;
  return {
    epoch,
    learningRate: 0.001 / epoch,
    decay: 0.0005 / epoch,
    trainLoss: 2 / epoch,
    testLoss: measured ? 2.5 / epoch : null,
    testError: measured ? 90 / epoch : null,
    testTop5Error: null,
  };
}
