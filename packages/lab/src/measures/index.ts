export { coordinateRegret } from "./coordinateRegret.js";
export { bestDecays, couplingSlope } from "./couplingSlope.js";
export {
  type Cell,
  type CellState,
  type FigureGrid,
  type Grid,
  type GridAxes,
  gridOfFigure,
  gridOfTrials,
  type Metric,
  type PlacedCell,
  rankedCells,
  testError,
  testLoss,
} from "./grid.js";
export { type DecayAtRate, type LogLogLine, logLogLine } from "./logLogLine.js";
export { PAPER_ERROR_SCALE, type Scale, SMALL_BUDGET_ERROR_SCALE, SMALL_BUDGET_LOSS_SCALE } from "./scale.js";
export { type SummaryOptions, summarize } from "./summarize.js";
export { toleranceSlope, toleratedDecays } from "./toleranceSlope.js";
export {
  describeCoordinateRegret,
  describeCouplingSlope,
  describeToleranceSlope,
  type Lie,
  lieOfSlope,
} from "./words.js";
