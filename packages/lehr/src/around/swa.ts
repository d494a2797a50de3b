import { checkKeys, checkRange, positiveInteger, wholeNumber } from "../validation.js";
import { type Averaging, average } from "./average.js";
import type { AnyBound } from "./extend.js";

export interface SwaOptions {
  /** Updates before the average begins, a whole number >= 0; default 0. */
  from?: number;
  /** Updates between two models that are taken in, a positive integer; default 1. Once an epoch is usual. */
  every?: number;
}

/**
 * Stochastic weight averaging (Izmailov et al., 2018): the plain mean of the weights after updates
 * from + every, from + 2 every, ... It wants a learning rate that stays high: a cyclic or a constant schedule.
 *
 * The average is `evaluationWeights()`. Batch-norm statistics belong to the weights they were collected with:
 * recompute them with `atEvaluationWeights`.
 *
 * @throws RangeError or TypeError naming the option, its value and what it may be.
 */
export function swa<Model extends AnyBound>(
  model: Model,
  options: SwaOptions = {},
): Model & Averaging<Model["params"]> {
  checkKeys("swa", options, ["from", "every"]);
  const from = checkRange("swa", "from", options.from ?? 0, wholeNumber);
  const every = checkRange("swa", "every", options.every ?? 1, positiveInteger);
  return average(model, "swa", (update, averaged) => {
    const done = update + 1 - from;
    return done > 0 && done % every === 0 ? 1 / (averaged + 1) : undefined;
  });
}
