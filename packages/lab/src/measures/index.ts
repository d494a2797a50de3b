export {
  errorAtEpoch,
  firstEpochAt,
  periodEnds,
  type RestartJump,
  restartJumps,
} from "./anytime.js";
export { bestCell, bestDifference, type Difference, trialsOfBest } from "./bestCell.js";
export { type BestDecay, bestDecay, budgetSlope, type DecayAtUpdates, type DecayError } from "./bestDecay.js";
export { bootstrapInterval, differenceInterval, type Interval, isRange, meanInterval } from "./bootstrap.js";
export { coordinateRegret } from "./coordinateRegret.js";
export { bestDecays, couplingSlope } from "./couplingSlope.js";
export { commonLoss, type ErrorGap, errorAtLoss, errorGap, type LossPoint } from "./errorAtLoss.js";
export { clearSign, type Estimate, estimateOverSeeds } from "./estimate.js";
export {
  type Cell,
  type CellState,
  type FigureGrid,
  type Grid,
  type GridAxes,
  type GridSamples,
  gridOfFigure,
  gridOfSamples,
  gridOfTrials,
  type Metric,
  type PlacedCell,
  rankedCells,
  samplesOfTrials,
  testError,
  testLoss,
} from "./grid.js";
export { gridIntervals } from "./gridIntervals.js";
export { judged } from "./judged.js";
export type { LeastSquaresLine } from "./leastSquares.js";
export { type DecayAtRate, logLogLine } from "./logLogLine.js";
export { type MeanEpoch, meanCurve } from "./meanCurve.js";
export {
  IMAGENET32_ERROR_SCALE,
  IMAGENET32_LOSS_SCALE,
  IMAGENET32_SCALES,
  PAPER_ERROR_SCALE,
  PAPER_LOSS_SCALE,
  PAPER_SCALES,
  type Scale,
  SMALL_BUDGET_ERROR_SCALE,
  SMALL_BUDGET_LOSS_SCALE,
  SMALL_BUDGET_SCALES,
} from "./scale.js";
export { type Scaled, scalesFor } from "./scalesFor.js";
export { cellsOfSeries, meanFinalError, type SeriesCell, seedsOf, trialsOfSeeds } from "./seriesCells.js";
export { type Measured, summarize, trialsOfSeries } from "./summarize.js";
export type { OptimizerSummary } from "./summary.js";
export { toleranceSlope, toleratedDecays } from "./toleranceSlope.js";
export {
  describeCoordinateRegret,
  describeCouplingSlope,
  describeToleranceSlope,
  type Lie,
  lieOfSlope,
} from "./words.js";
