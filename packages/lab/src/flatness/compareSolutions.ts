import type { LearningTask } from "../tasks/learningTask.js";
import { type Interpolation, interpolation } from "./interpolation.js";
import type { Weights } from "./lossFunction.js";
import { lossOfTask, testErrorOf } from "./lossOfTask.js";

/** What lies on the straight lines from one solution to others. Plain JSON. */
export type FlatnessComparison = {
  /** The series whose solution is at 0. */
  from: string;
  /** The seed of all these solutions. */
  seed: number;
  /** Test examples on which errors were taken. */
  testExamples: number;
  lines: {
    /** The series whose solution is at 1. */
    to: string;
    trainLoss: Interpolation;
    /** In per cent. */
    testError: Interpolation;
  }[];
};

/** A solution to be compared with others. */
export interface NamedSolution {
  series: string;
  seed: number;
  weights: Weights;
}

/** Positions from -0.5 to 1.5, 0 and 1 among them. */
const points = 21;
/** So many test examples tell a barrier from none. */
const testExamples = 2000;

export interface CompareSolutionsOptions {
  threads?: number;
  signal?: AbortSignal | undefined;
  progress?: ((done: number, total: number) => void) | undefined;
}

/**
 * Follows training loss and test error on the straight line from the first solution to each of the others.
 *
 * @param solutions of one seed, at least one.
 * @throws the signal's reason.
 */
export async function compareSolutions(
  task: LearningTask,
  solutions: readonly NamedSolution[],
  { threads = 1, signal, progress }: CompareSolutionsOptions = {},
): Promise<FlatnessComparison> {
  const [first, ...others] = solutions;
  const loss = await lossOfTask(task, { threads });
  const error = await testErrorOf(task, { threads, examples: testExamples });
  const total = 2 * points * others.length;
  let before = 0;
  const walk = {
    points,
    ...(signal && { signal }),
    progress: ({ done }: { done: number }) => progress?.(before + done, total),
  };
  try {
    const lines: FlatnessComparison["lines"] = [];
    for (const { series, weights } of others) {
      const trainLoss = await interpolation(loss, first!.weights, weights, walk);
      before += points;
      const testError = await interpolation(error, first!.weights, weights, walk);
      before += points;
      lines.push({ to: series, trainLoss, testError });
    }
    return {
      from: first!.series,
      seed: first!.seed,
      testExamples: Math.min(testExamples, task.testSize),
      lines,
    };
  } finally {
    loss.dispose();
    error.dispose();
  }
}
