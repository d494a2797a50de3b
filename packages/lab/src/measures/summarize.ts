import type { OptimizerSummary, TrialResult } from "../results.js";
import { coordinateRegret } from "./coordinateRegret.js";
import { couplingSlope } from "./couplingSlope.js";
import { type GridAxes, gridOfTrials, rankedCells, testLoss } from "./grid.js";
import { type Scale, SMALL_BUDGET_ERROR_SCALE, SMALL_BUDGET_LOSS_SCALE } from "./scale.js";
import { toleranceSlope } from "./toleranceSlope.js";

export interface SummaryOptions {
  /** The scale of test error in per cent; default: that of small budgets. */
  error?: Scale;
  /** The scale of test loss in nats; default: that of small budgets. */
  loss?: Scale;
  /** By optimizer, the grid it was to cover, so that what has not been run counts as missing. */
  plan?: Readonly<Record<string, GridAxes>>;
}

/**
 * What the grid of each optimizer says, by optimizer: those of the plan, then others in order of appearance.
 *
 * @param trials of any number of optimizers, in any order; cells with several seeds count with their mean.
 */
export function summarize(
  trials: readonly TrialResult[],
  options: SummaryOptions = {},
): Record<string, OptimizerSummary> {
  const { error = SMALL_BUDGET_ERROR_SCALE, loss = SMALL_BUDGET_LOSS_SCALE, plan = {} } = options;
  const optimizers = [...new Set([...Object.keys(plan), ...trials.map((trial) => trial.optimizer)])];
  return Object.fromEntries(
    optimizers.map((optimizer) => {
      const own = trials.filter((trial) => trial.optimizer === optimizer);
      const grid = gridOfTrials(own, undefined, plan[optimizer]);
      const best = rankedCells(grid)[0];
      const summary: OptimizerSummary = {
        bestError: best?.value ?? null,
        bestAt: best
          ? { learningRate: grid.learningRate[best.row]!, weightDecay: grid.weightDecay[best.column]! }
          : null,
        couplingSlope: couplingSlope(grid, error),
        toleranceSlope: toleranceSlope(grid, error),
        coordinateRegret: coordinateRegret(grid, error),
        lossToleranceSlope: toleranceSlope(gridOfTrials(own, testLoss, plan[optimizer]), loss),
      };
      return [optimizer, summary];
    }),
  );
}
