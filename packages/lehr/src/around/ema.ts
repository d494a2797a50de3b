import { checkHyperparameter, type Hyperparameter, valueAt } from "../hyperparameter.js";
import { checkKeys, unitInterval } from "../validation.js";
import { type Averaging, average } from "./average.js";
import type { AnyBound } from "./extend.js";

export interface EmaOptions {
  /** What is kept of the average at each update, in [0, 1], or a function of the 0-based update; default 0.999. */
  decay?: Hyperparameter;
}

/**
 * An exponential moving average of the weights, after every update:
 *
 *     average = decay average + (1 - decay) weight
 *
 * starting at the weights after the first update, as PyTorch's `AveragedModel` does.
 *
 * The average is `evaluationWeights()`. Batch-norm statistics belong to the weights they were collected with:
 * recompute them with `atEvaluationWeights`.
 *
 * @throws RangeError or TypeError naming the option, its value and what it may be; from `step`, RangeError
 *   if the function gives a value out of range.
 */
export function ema<Model extends AnyBound>(
  model: Model,
  options: EmaOptions = {},
): Model & Averaging<Model["params"]> {
  checkKeys("ema", options, ["decay"]);
  const decay = checkHyperparameter("ema", "decay", options.decay ?? 0.999, unitInterval);
  return average(model, "ema", (update) => 1 - valueAt("ema", "decay", decay, update, unitInterval));
}
