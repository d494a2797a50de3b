import type { ExampleBatch, LearningTask } from "../tasks/learningTask.js";
import { compileDeployed, type Wanted } from "../training/deployedProgram.js";
import { gradientOf, type Program } from "../training/program.js";
import type { LossFunction } from "./lossFunction.js";
import { taskExamples } from "./taskExamples.js";

export interface LossOfTaskOptions {
  /** Examples it is taken on, equally many of each class; all where there are fewer. Default 1000. */
  examples?: number;
  /** Examples computed at once. Default 250. */
  batchSize?: number;
  /** Threads that compute. Default 1. */
  threads?: number;
}

/** A function of the weights of a task's network, to be freed when it is not needed any more. */
type Compiled<F> = F & { dispose(): void };

/**
 * The training loss of a task's network as a function of its parameters and running statistics, for measures of
 * flatness: on a fixed, balanced choice of training examples as they are, in evaluation mode with the running
 * statistics it is given, without noise (shares of Shake-Shake are a half) and without L2 term. Every solution is to
 * be measured on the same examples. Sums over batches are in float64.
 */
export async function lossOfTask(
  task: LearningTask,
  { examples = 1000, batchSize = 250, threads = 1 }: LossOfTaskOptions = {},
): Promise<Compiled<LossFunction>> {
  const batches = taskExamples(task, "train", examples, batchSize);
  const total = batches.reduce((sum, { size }) => sum + size, 0);
  const losses = await programsFor(task, batches, "loss", threads);
  const gradients = await programsFor(task, batches, "gradient", threads);
  const names = Object.keys(task.problem.parameters);
  return {
    async loss(weights) {
      let sum = 0;
      for (const { size, feeds } of batches) {
        const { loss } = await losses.get(size)!({ ...feeds, ...(weights as Float32Weights) });
        sum += size * loss![0]!;
      }
      return sum / total;
    },
    async gradient(weights) {
      let sum = 0;
      const gradient = Object.fromEntries(
        names.map((name) => [name, new Float64Array(weights[name]!.length)]),
      );
      for (const { size, feeds } of batches) {
        const outputs = await gradients.get(size)!({ ...feeds, ...(weights as Float32Weights) });
        sum += size * outputs.loss![0]!;
        for (const [name, all] of Object.entries(gradient)) {
          const own = outputs[gradientOf(name)]!;
          for (let i = 0; i < all.length; i++) all[i] = all[i]! + (size / total) * own[i]!;
        }
      }
      return { loss: sum / total, gradient };
    },
    dispose: () => disposeAll(losses, gradients),
  };
}

/**
 * The test error of a task's network, in per cent, as a function of its parameters and running statistics, in the form
 * of a loss, so that it can be followed wherever a loss can.
 */
export async function testErrorOf(
  task: LearningTask,
  { examples = task.testSize, batchSize = 250, threads = 1 }: LossOfTaskOptions = {},
): Promise<Compiled<Pick<LossFunction, "loss">>> {
  const batches = taskExamples(task, "test", examples, batchSize);
  const total = batches.reduce((sum, { size }) => sum + size, 0);
  const programs = await programsFor(task, batches, "error", threads);
  return {
    async loss(weights) {
      let sum = 0;
      for (const { size, feeds } of batches) {
        const { error } = await programs.get(size)!({ ...feeds, ...(weights as Float32Weights) });
        sum += error![0]!;
      }
      return (100 * sum) / total;
    },
    dispose: () => disposeAll(programs),
  };
}

/** Programs take float32 alone, which the weights of networks are. */
type Float32Weights = Readonly<Record<string, Float32Array>>;

/** A program for each size that a batch has. */
async function programsFor(
  { problem }: LearningTask,
  batches: readonly ExampleBatch[],
  wanted: Wanted,
  threads: number,
): Promise<Map<number, Program>> {
  const programs = new Map<number, Program>();
  for (const size of new Set(batches.map((batch) => batch.size))) {
    programs.set(size, await compileDeployed(problem, size, wanted, { threads }));
  }
  return programs;
}

function disposeAll(...all: readonly Map<number, Program>[]): void {
  for (const programs of all) for (const program of programs.values()) program.dispose();
}
