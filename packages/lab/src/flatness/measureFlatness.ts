import type { LearningTask } from "../tasks/learningTask.js";
import { abortable } from "./abortable.js";
import { adaptiveSharpness } from "./adaptiveSharpness.js";
import { filterNormalizedDirection } from "./filterNormalizedDirection.js";
import { filterNormalizedRise } from "./filterNormalizedRise.js";
import { hessianTrace } from "./hessianTrace.js";
import { type Landscape, landscape } from "./landscape.js";
import type { Weights } from "./lossFunction.js";
import { lossOfTask } from "./lossOfTask.js";
import { samSharpness } from "./samSharpness.js";
import { topEigenvalue } from "./topEigenvalues.js";
import { norm } from "./vector.js";

/** How flat a solution is, by every measure. Plain JSON; null where a number is not finite. */
export type FlatnessMeasures = {
  /** Mean loss on the examples on which all of this is measured, in nats. */
  trainLoss: number | null;
  /** The Euclidean norm of all that is trained. */
  weightNorm: number | null;
  /** See `samSharpness`, in nats. */
  samSharpness: number | null;
  /** See `adaptiveSharpness`, in nats. */
  adaptiveSharpness: number | null;
  /** See `filterNormalizedRise`, in nats. */
  filterNormalizedRise: number | null;
  topEigenvalue: { value: number | null; converged: boolean };
  trace: { mean: number | null; standardError: number | null };
  /** On the plane of two filter-normalized directions. */
  landscape: Landscape;
};

/** The directions of a landscape are drawn from these seeds, for every solution the same draws. */
const directionSeeds = [1, 2] as const;

/**
 * What a measurement may cost: some 500 losses and 200 gradients of 1000 examples, under a minute for the small
 * convolutional network. The eigenvalue is then right to a few per cent; how far the trace is off, its standard error
 * tells.
 */
const effort = {
  eigenvalue: { tolerance: 0.01, maximumIterations: 40 },
  trace: { tolerance: 0.01, maximumSamples: 50 },
  landscape: { points: 21 },
} as const;

export interface MeasureFlatnessOptions {
  /** Examples on which it is measured; default 1000. */
  examples?: number;
  /** Threads that compute; default 1. */
  threads?: number;
  signal?: AbortSignal | undefined;
}

/**
 * Measures how flat a solution of a task is, on a fixed choice of training examples in evaluation mode (see
 * `lossOfTask`). The same task and solution give the same numbers.
 *
 * @param solution parameters and running statistics.
 * @throws RangeError if the gradient at the solution is not finite; the signal's reason.
 */
export async function measureFlatness(
  task: LearningTask,
  solution: Weights,
  { signal, ...options }: MeasureFlatnessOptions = {},
): Promise<FlatnessMeasures> {
  const compiled = await lossOfTask(task, options);
  try {
    const f = abortable(compiled, signal);
    const shapes = shapesOf(task);
    const trained = Object.fromEntries(Object.keys(shapes).map((name) => [name, solution[name]!]));
    const top = await topEigenvalue(f, solution, effort.eigenvalue);
    const { mean, standardError } = await hessianTrace(f, solution, effort.trace);
    return {
      trainLoss: finite(await f.loss(solution)),
      weightNorm: finite(norm(trained)),
      samSharpness: finite(await samSharpness(f, solution)),
      adaptiveSharpness: finite(await adaptiveSharpness(f, solution)),
      filterNormalizedRise: finite(await filterNormalizedRise(f, solution, shapes)),
      topEigenvalue: { value: finite(top.value), converged: top.converged },
      trace: { mean: finite(mean), standardError: finite(standardError) },
      landscape: await landscape(f, solution, planeThrough(task, solution), effort.landscape),
    };
  } finally {
    compiled.dispose();
  }
}

/** The two directions of a landscape. */
export function planeThrough(task: LearningTask, solution: Weights): [Weights, Weights] {
  const [first, second] = directionSeeds.map((seed) =>
    filterNormalizedDirection(solution, shapesOf(task), seed),
  );
  return [first!, second!];
}

function shapesOf({ problem }: LearningTask): Record<string, readonly number[]> {
  return Object.fromEntries(Object.entries(problem.parameters).map(([name, { shape }]) => [name, shape]));
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
