import type { BoundOptimizer } from "lehr";
import { type Batch, batchCount, trainingBatches } from "../data/batches.js";
import type { Dataset, Split } from "../data/dataset.js";
import { cifar10Normalization } from "../data/normalization.js";
import { balancedSubset } from "../data/subset.js";
import { modelNamed } from "../models/index.js";
import { initializeParameters } from "../models/initializers.js";
import type { ImageTask, Model } from "../models/model.js";
import { optimizers } from "../optimizers.js";
import type { EpochResult, TrialResult } from "../results.js";
import { createEvaluation, type Evaluation } from "./evaluation.js";
import { drawNoise } from "./noise.js";
import { gradientOf, type Program } from "./program.js";
import { schedules } from "./schedules.js";
import { initialStatistics, updateStatistics } from "./statistics.js";
import { compileTraining } from "./trainingProgram.js";
import type { Task, Trial } from "./trial.js";

/** Trains the trials of one task, one after the other; what they share is compiled and prepared once. */
export interface Trainer {
  /**
   * Trains from scratch and judges on the whole test set after every epoch.
   *
   * A trial whose loss stops being finite has diverged: it ends there, with the epochs it finished.
   */
  train(trial: Trial, onEpoch?: (epoch: EpochResult) => void): Promise<TrialResult>;
  /** Frees the compiled programs. */
  dispose(): void;
}

/** @param threads how many threads a program may use. */
export async function createTrainer(dataset: Dataset, task: Task, threads: number): Promise<Trainer> {
  const imageTask = imageTaskOf(dataset);
  const model = modelNamed(task.model, imageTask);
  const train = balancedSubset(dataset.train, task.trainSize, task.subsetSeed);
  const sizes = new Set([
    Math.min(task.batchSize, train.size),
    train.size % task.batchSize || task.batchSize,
  ]);
  const programs = new Map<number, Program>();
  for (const size of sizes) programs.set(size, await compileTraining(model, imageTask, size, threads));
  const evaluation = createEvaluation(model, imageTask, dataset.test, cifar10Normalization, threads);
  return {
    train: (trial, onEpoch) => trainTrial({ model, train, task, programs, evaluation }, trial, onEpoch),
    dispose() {
      for (const program of programs.values()) program.dispose();
    },
  };
}

/** What a dataset's images ask of a model. */
export function imageTaskOf({ shape: [channels, height, width], classes }: Dataset): ImageTask {
  return { channels, height, width, classes: classes.length };
}

interface Workshop {
  model: Model;
  train: Split;
  task: Task;
  /** Training programs by batch size. */
  programs: ReadonlyMap<number, Program>;
  evaluation: Evaluation;
}

async function trainTrial(
  { model, train, task, programs, evaluation }: Workshop,
  trial: Trial,
  onEpoch?: (epoch: EpochResult) => void,
): Promise<TrialResult> {
  const started = performance.now();
  const { learningRate, weightDecay, seed } = trial;
  const { make, decay } = optimizers[trial.optimizer]!;
  const updates = task.epochs * batchCount(train.size, task.batchSize);
  const schedule = schedules[trial.schedule]!(updates);
  const optimizer = make({ learningRate, weightDecay, schedule }).bind(
    initializeParameters(model.parameters, seed),
  );
  const statistics = initialStatistics(model);
  const epochs: EpochResult[] = [];
  let diverged = false;
  for (let epoch = 1; epoch <= task.epochs; epoch++) {
    const batches = trainingBatches(train, {
      batchSize: task.batchSize,
      seed,
      epoch,
      normalization: cifar10Normalization,
    });
    const noise = (batch: number, size: number) => drawNoise(model.noise, size, seed, epoch, batch);
    const { trainLoss, rate } = await trainEpoch(batches, noise, programs, optimizer, statistics);
    diverged = !Number.isFinite(trainLoss);
    if (diverged) break;
    const { loss: testLoss, error: testError } = await evaluation.judge(optimizer.params, statistics);
    diverged = !Number.isFinite(testLoss);
    if (diverged) break;
    const result = { epoch, learningRate: rate, trainLoss, testLoss, testError };
    epochs.push(result);
    onEpoch?.(result);
  }
  return {
    ...trial,
    decay,
    diverged,
    seconds: (performance.now() - started) / 1000,
    epochs,
    testError: diverged ? null : epochs.at(-1)!.testError,
  };
}

type Bound = BoundOptimizer<Record<string, Float32Array>>;

/** One pass over the training images. The mean loss is over images; it ends early where it is not finite. */
async function trainEpoch(
  batches: Iterable<Batch>,
  noise: (batch: number, size: number) => Record<string, Float32Array>,
  programs: ReadonlyMap<number, Program>,
  optimizer: Bound,
  statistics: Record<string, Float32Array>,
): Promise<{ trainLoss: number; rate: number }> {
  const outputs = Object.fromEntries(
    Object.entries(optimizer.gradients).map(([name, gradient]) => [gradientOf(name), gradient]),
  );
  let sum = 0;
  let images = 0;
  let rate = 0;
  let index = 0;
  for (const batch of batches) {
    const program = programs.get(batch.size)!;
    const drawn = noise(index++, batch.size);
    const inputs = { images: batch.images, labels: batch.labels, ...drawn, ...optimizer.params };
    const result = await program(inputs, { outputs });
    const loss = result.loss![0]!;
    sum += loss * batch.size;
    images += batch.size;
    if (!Number.isFinite(loss)) break;
    updateStatistics(statistics, result as Record<string, Float32Array>);
    rate = optimizer.learningRate;
    optimizer.step();
  }
  return { trainLoss: sum / images, rate };
}
