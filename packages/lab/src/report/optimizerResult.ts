import { type Grid, gridOfTrials } from "../measures/grid.js";
import { type Scale, SMALL_BUDGET_ERROR_SCALE, SMALL_BUDGET_LOSS_SCALE } from "../measures/scale.js";
import type { OptimizerSummary, Results } from "../results.js";
import { fullName } from "./names.js";

/** What the report says about one optimizer, gathered. */
export interface OptimizerResult {
  optimizer: string;
  decay: string;
  /** "Adam + L2". */
  name: string;
  /** Of test error in per cent; with the cells that were planned and not run. */
  grid: Grid;
  summary: OptimizerSummary;
}

/** The optimizers of the results, in their order there. */
export function optimizerResults(results: Results): OptimizerResult[] {
  return Object.entries(results.summary).map(([optimizer, summary]) => {
    const trials = results.trials.filter((trial) => trial.optimizer === optimizer);
    const decay = trials[0]?.decay ?? "";
    return {
      optimizer,
      decay,
      name: fullName(optimizer, decay),
      grid: gridOfTrials(trials, undefined, results.plan?.[optimizer]),
      summary,
    };
  });
}

/** The scales of the results' measures; those of small budgets where the results name none. */
export function scalesOf(results: Results): { error: Scale; loss: Scale } {
  return results.scales ?? { error: SMALL_BUDGET_ERROR_SCALE, loss: SMALL_BUDGET_LOSS_SCALE };
}
