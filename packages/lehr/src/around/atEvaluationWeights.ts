import { arenaCopy, copyInto } from "../binding/arena.js";
import { checkKeys, mustBe } from "../validation.js";
import type { AnyBound } from "./extend.js";

export interface AtEvaluationWeightsOptions {
  /**
   * Recomputes what the model has measured with other weights: batch-norm statistics, by a pass over training
   * data with cumulative averaging. Called with the evaluation weights in place, before `evaluate`.
   */
  refreshStatistics?: () => void | Promise<void>;
}

/**
 * Runs `evaluate` with the evaluation weights in the bound arrays, and puts the training weights back, exactly,
 * whatever happens: the average of `swa` and `ema`, the averaged point of a schedule-free rule, or the weights
 * as they are. No step may be made meanwhile: its weights would be lost.
 *
 * @returns what `evaluate` gives.
 */
export async function atEvaluationWeights<Result>(
  model: Pick<AnyBound, "params" | "evaluationWeights">,
  evaluate: () => Result | Promise<Result>,
  options: AtEvaluationWeightsOptions = {},
): Promise<Result> {
  checkKeys("atEvaluationWeights", options, ["refreshStatistics"]);
  const { refreshStatistics } = options;
  for (const [argument, given] of Object.entries({ evaluate, refreshStatistics })) {
    if (typeof given === "function" || (given === undefined && argument !== "evaluate")) continue;
    throw mustBe("atEvaluationWeights", argument, "a function", given);
  }
  const training = arenaCopy(model.params);
  copyInto(model.params, model.evaluationWeights());
  try {
    await refreshStatistics?.();
    return await evaluate();
  } finally {
    copyInto(model.params, training);
  }
}
