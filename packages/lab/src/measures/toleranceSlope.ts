import type { Grid } from "./grid.js";
import { type DecayAtRate, logLogLine } from "./logLogLine.js";
import type { Scale } from "./scale.js";
import { type Row, usableRows } from "./usableRows.js";

/**
 * The largest weight decay that each learning rate tolerates: it costs at most `tolerance` over the best of the
 * row among positive decays. It lies between two columns, where the straight line through their values over
 * log(weight decay) crosses the limit. Rows that tolerate every decay of the grid are left out: how much more
 * they would bear, the grid does not say.
 */
export function toleratedDecays(grid: Grid, { saturation, tolerance }: Scale): DecayAtRate[] {
  return usableRows(grid, { saturation }, (lambda) => lambda > 0).flatMap((row) => {
    const weightDecay = crossing(row, Math.min(...row.value) + tolerance);
    return weightDecay === null ? [] : [{ learningRate: row.learningRate, weightDecay }];
  });
}

function crossing({ weightDecay, value }: Row, limit: number): number | null {
  const last = value.reduce((found, v, index) => (v <= limit ? index : found), 0);
  const next = last + 1;
  if (next === value.length) return null;
  const share = (limit - value[last]!) / (value[next]! - value[last]!);
  return weightDecay[last]! * (weightDecay[next]! / weightDecay[last]!) ** share;
}

/**
 * The tolerance slope: the least-squares slope of log(largest tolerated weight decay) against log(learning
 * rate). It reads like the coupling slope, and also works at budgets too small for decay to help, where the
 * best decay is a matter of chance. On the paper's Figure 2: -0.85 SGD, 0.14 SGDW, -1.59 Adam, 0.02 AdamW.
 *
 * Works alike for test error and test loss: give the grid of the metric and the scale that belongs to it.
 *
 * @returns a pure number; null for fewer than two rows that cross the tolerance inside the grid.
 */
export function toleranceSlope(grid: Grid, scale: Scale): number | null {
  return logLogLine(toleratedDecays(grid, scale))?.slope ?? null;
}
