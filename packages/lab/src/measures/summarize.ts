import { randomStream } from "../random/randomStream.js";
import type { Results, TrialResult } from "../results.js";
import { trialsOfBestOptions } from "./bestOptions.js";
import { meanInterval } from "./bootstrap.js";
import { bestOfCells, cellsOfTrials, hasWholeRow } from "./cells.js";
import { coordinateRegret } from "./coordinateRegret.js";
import { couplingSlope } from "./couplingSlope.js";
import {
  type GridSamples,
  gridOfSamples,
  type Metric,
  samplesOfTrials,
  testError,
  testLoss,
} from "./grid.js";
import { gridIntervals } from "./gridIntervals.js";
import type { OptimizerSummary } from "./summary.js";
import { toleranceSlope } from "./toleranceSlope.js";

/** What the measures look at. */
export type Measured = Pick<Results, "seed" | "series" | "scales" | "trials">;

/**
 * What the grid of each series says, by series, in the order of the plan. Cells that were planned and not run count
 * as missing, those with several seeds with their mean; of a series whose options differ, the grid of the best ones
 * is told. Settings drawn at random span no grid: of them only the best is told. The same results give the same numbers:
 * what the intervals draw comes from `seed`.
 */
export function summarize(results: Measured): Record<string, OptimizerSummary> {
  return Object.fromEntries(Object.keys(results.series).map((name) => [name, summaryOf(name, results)]));
}

function summaryOf(name: string, { seed, series, scales, trials }: Measured): OptimizerSummary {
  const own = trialsOfBestOptions(trialsOfSeries(trials, name));
  const cells = cellsOfTrials(own);
  const best = bestOfCells(cells);
  const isGrid = hasWholeRow(cells, series[name]!);
  const samples = (metric: Metric) => (isGrid ? samplesOfTrials(own, metric, series[name]) : NO_GRID);
  const [errors, losses] = [samples(testError), samples(testLoss)];
  const grid = gridOfSamples(errors);
  const random = randomStream(seed, "bootstrap", name);
  const intervals = gridIntervals(
    errors,
    {
      coupling: (drawn) => couplingSlope(drawn, scales.error),
      tolerance: (drawn) => toleranceSlope(drawn, scales.error),
      regret: (drawn) => coordinateRegret(drawn, scales.error),
    },
    random,
  );
  const lossTolerance = (of: typeof grid) => toleranceSlope(of, scales.loss);
  return {
    bestError: best?.value ?? null,
    // A best cell is measured, so none of its seeds diverged.
    bestErrorInterval: best ? meanInterval(best.samples as number[], random) : null,
    bestAt: best ? { learningRate: best.learningRate, weightDecay: best.weightDecay } : null,
    couplingSlope: couplingSlope(grid, scales.error),
    couplingInterval: intervals.coupling,
    toleranceSlope: toleranceSlope(grid, scales.error),
    toleranceInterval: intervals.tolerance,
    coordinateRegret: coordinateRegret(grid, scales.error),
    regretInterval: intervals.regret,
    lossToleranceSlope: lossTolerance(gridOfSamples(losses)),
    lossToleranceInterval: gridIntervals(losses, { lossTolerance }, random).lossTolerance,
  };
}

const NO_GRID: GridSamples = { learningRate: [], weightDecay: [], samples: [] };

/** The trials of one series, in their order. */
export function trialsOfSeries(trials: readonly TrialResult[], name: string): TrialResult[] {
  return trials.filter((trial) => trial.series === name);
}
