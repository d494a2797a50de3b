import type { Grid } from "../measures/grid.js";
import { logLogLine } from "../measures/logLogLine.js";
import type { Scale } from "../measures/scale.js";
import { toleratedDecays } from "../measures/toleranceSlope.js";
import { axisPosition } from "./axisPosition.js";

/** A place on a heat map, in columns from the left and rows from the top. */
export interface Place {
  x: number;
  y: number;
}

/** What a heat map shows of the tolerance slope. */
export interface ToleranceMarks {
  /** The largest tolerated decay of each row that has one. */
  edge: Place[];
  /** The least-squares line through three or more of them, within the panel: two always lie on a line. */
  line: Place[];
}

const STEPS = 24;

/** Where the tolerated decays and their line lie on the heat map of a grid. */
export function toleranceMarks(grid: Grid, scale: Scale): ToleranceMarks {
  const decays = grid.weightDecay.filter((lambda) => lambda > 0);
  if (decays.length < 2) return { edge: [], line: [] };
  const tolerated = toleratedDecays(grid, scale);
  const x = (lambda: number) => round(grid.weightDecay.length - decays.length + axisPosition(decays, lambda));
  const edge = tolerated.map(({ learningRate, weightDecay }) => ({
    x: x(weightDecay),
    y: grid.learningRate.indexOf(learningRate),
  }));
  const fit = logLogLine(tolerated);
  if (!fit || tolerated.length < 3) return { edge, line: [] };
  const rates = tolerated.map((point) => Math.log(point.learningRate));
  const [low, high] = [Math.min(...rates), Math.max(...rates)];
  const line = Array.from({ length: STEPS + 1 }, (_, i) => {
    const logRate = low + ((high - low) * i) / STEPS;
    return {
      x: x(Math.exp(fit.intercept + fit.slope * logRate)),
      y: round(axisPosition(grid.learningRate, Math.exp(logRate))),
    };
  }).filter((place) => place.x > -0.5 && place.x < grid.weightDecay.length - 0.5);
  return { edge, line };
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
