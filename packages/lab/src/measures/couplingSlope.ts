import type { Grid } from "./grid.js";
import { type DecayAtRate, logLogLine } from "./logLogLine.js";
import type { Scale } from "./scale.js";
import { indexOfBest, usableRows } from "./usableRows.js";

/** The best positive weight decay of each learning rate whose row is complete and better than saturation. */
export function bestDecays(grid: Grid, scale: Pick<Scale, "saturation">): DecayAtRate[] {
  return usableRows(grid, scale, (lambda) => lambda > 0).map(({ learningRate, weightDecay, value }) => ({
    learningRate,
    weightDecay: weightDecay[indexOfBest(value)]!,
  }));
}

/**
 * The coupling slope: the least-squares slope of log(best weight decay) against log(learning rate).
 *
 * 0 means that the best decay is the same at every learning rate (decoupled); -1 that only the product of the
 * two matters. On the paper's Figure 2: -0.78 SGD, 0.00 SGDW, -1.26 Adam, -0.02 AdamW.
 *
 * @returns a pure number; null for fewer than two usable rows.
 */
export function couplingSlope(grid: Grid, scale: Pick<Scale, "saturation">): number | null {
  return logLogLine(bestDecays(grid, scale))?.slope ?? null;
}
