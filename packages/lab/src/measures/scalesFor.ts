import { isDeepStrictEqual } from "node:util";
import type { Results } from "../results.js";
import { quantile } from "./bootstrap.js";
import { type Metric, testError, testLoss } from "./grid.js";
import { type Scale, SMALL_BUDGET_SCALES } from "./scale.js";

type Scales = Results["scales"];

/** What decides on the scales. */
export interface Scaled extends Pick<Results, "error" | "trials"> {
  task: Pick<Results["task"], "classes">;
}

/**
 * The scales on which cells are compared. Those of a short training are of ten classes: with more or fewer they grow or
 * shrink as what chance gets wrong does. What is no classification is compared on scales that its own results span.
 * Others hold as they were planned.
 *
 * @param results with the error that they are judged by as `testError`.
 */
export function scalesFor(planned: Scales, { task: { classes }, error, trials }: Scaled): Scales {
  if (!isDeepStrictEqual(planned, SMALL_BUDGET_SCALES)) return planned;
  const guesses = error === "top-5" ? 5 : 1;
  if (classes <= guesses) {
    return {
      error: spanned(trials, testError) ?? planned.error,
      loss: spanned(trials, testLoss) ?? planned.loss,
    };
  }
  return {
    error: rescaled(planned.error, 100 * (1 - guesses / classes)),
    loss: rescaled(planned.loss, Math.log(classes)),
  };
}

/** The scale with another value for what was not learned at all. */
function rescaled({ saturation, tolerance }: Scale, value: number): Scale {
  const factor = value / saturation.value;
  if (factor === 1) return { saturation, tolerance };
  return {
    saturation: { at: short(factor * saturation.at), value: short(value) },
    tolerance: short(factor * tolerance),
  };
}

/**
 * The scale that results span. Saturated is what lies beyond the upper fence of a box plot, tolerated a third of the way
 * from the best to the median: on the studies of CIFAR-10 about what is said of ten classes. Null unless results differ.
 */
function spanned(trials: Results["trials"], metric: Metric): Scale | null {
  const values = trials.flatMap((trial) => (trial.outcome === "finished" ? (metric(trial) ?? []) : []));
  values.sort((a, b) => a - b);
  const at = (share: number) => quantile(values, share);
  const typical = at(0.5) - at(0);
  if (!(typical > 0)) return null;
  const fence = at(0.75) + 1.5 * (at(0.75) - at(0.25));
  return {
    saturation: { at: short(fence), value: short(fence + typical) },
    tolerance: short(typical / 3),
  };
}

/** Reports tell these numbers. */
const short = (value: number) => Number(value.toPrecision(4));
