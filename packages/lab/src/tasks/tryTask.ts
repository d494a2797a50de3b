import { initializeParameters } from "../models/initializers.js";
import { compileEvaluation, counted } from "../training/evaluationProgram.js";
import { drawNoise } from "../training/noise.js";
import { gradientOf, meanOf, noiseOf, varianceOf } from "../training/program.js";
import { initialStatistics } from "../training/statistics.js";
import { compileTraining } from "../training/trainingProgram.js";
import { UsageError } from "../usageError.js";
import type { LearningTask } from "./learningTask.js";

/** So few examples, and a number that is seldom an extent of anything else. */
const most = 3;

/**
 * Takes the gradients of the first examples, and judges them, as a study would: so that what is wrong with a user's
 * functions is said before anything is stored.
 *
 * @throws UsageError that says what.
 */
export async function tryTask(task: LearningTask): Promise<void> {
  const { problem, trainSize } = task;
  const size = Math.min(most, trainSize);
  checkNames(task, size);
  const [{ feeds } = { feeds: {} }] = task.batches("train", size);
  const parameters = await attempt(() => initializeParameters(problem.parameters, 1));
  const statistics = initialStatistics(problem);
  const training = await attempt(() => compileTraining(problem, size));
  const step = await attempt(() =>
    training({ ...feeds, ...parameters, ...drawNoise(problem.noise, size, 1, 1, 0) }),
  );
  training.dispose();
  requireFinite("the loss of the first examples, in training,", step.loss!);
  for (const name of Object.keys(problem.parameters)) {
    requireFinite(`the gradient of parameter "${name}" at the first examples`, step[gradientOf(name)]!);
  }
  const evaluation = await attempt(() => compileEvaluation(problem, { ...parameters, ...statistics }, size));
  const judged = await attempt(() => evaluation({ ...feeds, [counted]: new Float32Array(size).fill(1) }));
  evaluation.dispose();
  requireFinite("the loss of the first examples", judged.loss!);
  requireFinite("the error of the first examples", judged.error!);
}

/** What is fed and what is trained go by their names, all in one. */
function checkNames({ problem }: LearningTask, size: number): void {
  const names = [
    counted,
    ...Object.keys(problem.inputs(size)),
    ...Object.keys(problem.parameters),
    ...Object.keys(problem.noise).map(noiseOf),
    ...Object.keys(problem.normalized).flatMap((layer) => [meanOf(layer), varianceOf(layer)]),
  ];
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) throw new UsageError(`the name "${twice}" is taken already; choose another one`);
}

async function attempt<T>(action: () => T | Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new UsageError(`its functions fail: ${message}`, { cause: error });
  }
}

function requireFinite(what: string, values: ArrayLike<number>): void {
  const wrong = Array.from(values).find((value) => !Number.isFinite(value));
  if (wrong !== undefined) throw new UsageError(`${what} must be finite, got ${wrong}`);
}
