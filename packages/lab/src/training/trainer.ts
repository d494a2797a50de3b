import type { Device } from "@lehr/engine";
import type { Optimizer } from "lehr";
import { commonOptionsOf } from "../commonOptions.js";
import { batchCount } from "../data/batches.js";
import { optimizerOf, type RunLength } from "../optimizers.js";
import type { EpochResult } from "../results.js";
import type { LearningTask } from "../tasks/learningTask.js";
import { UsageError } from "../usageError.js";
import { decodeCheckpoint, encodeCheckpoint, type Position } from "./checkpoint.js";
import { deviceLearner } from "./deviceLearner.js";
import { createEvaluation, type Evaluation } from "./evaluation.js";
import { hostLearner } from "./hostLearner.js";
import type { Learner, TrainingBatch } from "./learner.js";
import { drawNoise } from "./noise.js";
import type { Arrays } from "./program.js";
import { scheduleNamed } from "./schedules.js";
import type { Task, Trial } from "./trial.js";

/** Makes the state to go on from, at the moment it is asked for. */
export type Checkpoint = () => Promise<Uint8Array>;

export interface TrainOptions {
  /** A state of the same trial to go on from; default: from the beginning. */
  from?: Uint8Array | undefined;
  /** The epoch after which to pause; default: the trial's last. */
  untilEpoch?: number;
  /**
   * Told of each epoch as it ends, and how many seconds it took; training goes on when it has returned. The last
   * argument gives the weights to deploy, running statistics included.
   */
  onEpoch?(
    epoch: EpochResult,
    seconds: number,
    checkpoint: Checkpoint,
    weights: () => Promise<Arrays>,
  ): void | Promise<void>;
  /** Told after each batch which part of its epoch is done, 0 to 1; training goes on when it has returned. */
  onBatch?(share: number, checkpoint: Checkpoint): void | Promise<void>;
}

/** How training ended: "paused" at an epoch that is not the trial's last. */
export type TrainingEnd = "finished" | "diverged" | "paused";

/** Trains the trials of one task, one after the other; what they share is compiled and prepared once. */
export interface Trainer {
  /**
   * Trains a trial, and judges on the whole test set. One whose loss stops being finite has diverged: it ends there,
   * with the epochs it finished. Interrupted and taken up again, it gives the same numbers as in one go.
   *
   * @throws what the callbacks throw.
   */
  train(trial: Trial, options?: TrainOptions): Promise<TrainingEnd>;
  /**
   * The weights to deploy of a training that is where `checkpoint` says, with the running statistics that belong to
   * them: what was judged after its last epoch. The arrays are overwritten by the next training.
   */
  solution(trial: Trial, checkpoint: Uint8Array): Promise<Arrays>;
  /** Frees the compiled programs. */
  dispose(): void;
}

/** Where a trainer computes. */
export interface TrainerPlacement {
  /** Default "cpu"; "webgpu" needs a graphics adapter. */
  device?: Device;
  /** Threads that a program may use on the processor; default 1. */
  threads?: number;
}

/** @throws EngineError where the device has no adapter. */
export async function createTrainer(
  task: LearningTask,
  { batchSize, evaluateEvery }: Pick<Task, "batchSize" | "evaluateEvery">,
  { device = "cpu", threads = 1 }: TrainerPlacement = {},
): Promise<Trainer> {
  const learner =
    device === "webgpu" ? await deviceLearner(task, batchSize) : await hostLearner(task, batchSize, threads);
  const evaluation = createEvaluation(task, { device, threads });
  return {
    train: (trial, options = {}) =>
      trainTrial({ task, batchSize, evaluateEvery, learner, evaluation }, trial, options),
    solution: (trial, checkpoint) => solutionAt({ task, batchSize, learner }, trial, checkpoint),
    dispose: () => learner.dispose(),
  };
}

interface Workshop extends Pick<Task, "batchSize" | "evaluateEvery"> {
  task: LearningTask;
  learner: Learner;
  evaluation: Evaluation;
}

async function trainTrial(workshop: Workshop, trial: Trial, options: TrainOptions): Promise<TrainingEnd> {
  const { task, batchSize, evaluateEvery, learner, evaluation } = workshop;
  const { untilEpoch = trial.epochs, onEpoch } = options;
  const { optimizer, position: start } = await begin(workshop, trial, options.from);
  let position = start;
  for (let { epoch } = position; epoch <= untilEpoch; epoch++) {
    const started = performance.now();
    const trainLoss = await trainEpoch(workshop, trial, position, options);
    if (!Number.isFinite(trainLoss)) return "diverged";
    const judged = epoch % evaluateEvery === 0 || epoch === untilEpoch || epoch === trial.epochs;
    const again = () => batchesOf(task, trial, { epoch, batch: 0 }, batchSize);
    const judgement = judged ? await evaluation.judge(await learner.evaluated(again)) : null;
    if (judgement !== null && !Number.isFinite(judgement.loss)) return "diverged";
    position = { epoch: epoch + 1, batch: 0, lossSum: 0, examples: 0 };
    const result: EpochResult = {
      epoch,
      ...inForce(optimizer, learner.updates - 1),
      trainLoss,
      testLoss: judgement?.loss ?? null,
      testError: judgement?.error ?? null,
      testTop5Error: judgement?.top5Error ?? null,
    };
    const state = async () => encodeCheckpoint(await learner.snapshot(), position);
    await onEpoch?.(result, (performance.now() - started) / 1000, state, () => learner.evaluated(again));
  }
  return untilEpoch < trial.epochs ? "paused" : "finished";
}

type Bench = Pick<Workshop, "task" | "batchSize" | "learner">;

/** Puts the learner where a checkpoint says, or at the beginning. */
async function begin(
  { task, batchSize, learner }: Bench,
  trial: Trial,
  from: Uint8Array | undefined,
): Promise<{ optimizer: Optimizer; position: Position }> {
  const run = runLength(task, batchSize, trial);
  const optimizer = optimizerOf(trial, scheduleNamed(trial.schedule)(run.updates, run.updatesPerEpoch));
  await learner.begin(trial, optimizer, run);
  if (from === undefined) return { optimizer, position: { epoch: 1, batch: 0, lossSum: 0, examples: 0 } };
  const { snapshot, position } = decodeCheckpoint(from);
  await learner.restore(snapshot);
  return { optimizer, position };
}

async function solutionAt(bench: Bench, trial: Trial, checkpoint: Uint8Array): Promise<Arrays> {
  const { position } = await begin(bench, trial, checkpoint);
  // The epoch that was judged last, for its batches; before the first there was none.
  const epoch = Math.max(1, position.batch === 0 ? position.epoch - 1 : position.epoch);
  return bench.learner.evaluated(() => batchesOf(bench.task, trial, { epoch, batch: 0 }, bench.batchSize));
}

/** How long a trial is. @throws UsageError if its epochs do not end with an update. */
export function runLength(task: Pick<LearningTask, "trainSize">, batchSize: number, trial: Trial): RunLength {
  const batches = batchCount(task.trainSize, batchSize);
  const { accumulate = 1 } = commonOptionsOf(trial);
  if (batches % accumulate !== 0) {
    throw new UsageError(`accumulate must divide the ${batches} batches of an epoch, got ${accumulate}`);
  }
  const updatesPerEpoch = batches / accumulate;
  return { updates: trial.epochs * updatesPerEpoch, updatesPerEpoch };
}

/**
 * The rest of an epoch; `position` moves along.
 *
 * @returns the mean loss over the epoch's examples; the epoch ends early where it is not finite.
 */
async function trainEpoch(
  { task, batchSize, learner }: Workshop,
  trial: Trial,
  position: Position,
  { onBatch }: TrainOptions,
): Promise<number> {
  const state = async () => encodeCheckpoint(await learner.snapshot(), position);
  for (const batch of batchesOf(task, trial, position, batchSize)) {
    const loss = await learner.update(batch);
    position.batch++;
    position.lossSum += loss * batch.size;
    position.examples += batch.size;
    if (!Number.isFinite(loss)) break;
    await onBatch?.(position.examples / task.trainSize, state);
  }
  return position.lossSum / position.examples;
}

/** The batches of an epoch from the given one on, each with its noise. */
export function* batchesOf(
  { problem, trainingBatches }: LearningTask,
  { seed }: Pick<Trial, "seed">,
  { epoch, batch: from }: Pick<Position, "epoch" | "batch">,
  batchSize: number,
): Generator<TrainingBatch> {
  let batch = from;
  for (const examples of trainingBatches({ seed, epoch, batchSize, from })) {
    yield { ...examples, noise: drawNoise(problem.noise, examples.size, seed, epoch, batch++) };
  }
}

/** Learning rate and decay of an update, of parameters that are in no group. */
function inForce({ lr, schedule, decay }: Optimizer, step: number): { learningRate: number; decay: number } {
  const baseLearningRate = typeof lr === "number" ? lr : lr(step);
  const multiplier = schedule(step);
  const learningRate = multiplier * baseLearningRate;
  if (decay === undefined) return { learningRate, decay: 0 };
  const lambda = typeof decay.lambda === "number" ? decay.lambda : decay.lambda(step);
  const updatesInPeriod = schedule.periodAt?.(step).updates ?? schedule.updates;
  const context = { step, baseLearningRate, multiplier, learningRate, updatesInPeriod };
  return { learningRate, decay: decay.coefficient(lambda, context) };
}
