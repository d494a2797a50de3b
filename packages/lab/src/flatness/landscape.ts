import type { LossFunction, Weights } from "./lossFunction.js";
import { moved } from "./moved.js";
import { type PositionOptions, positions, type WalkOptions } from "./positions.js";

/** Losses on a plane through the weights, or on a line: then there is one row. Plain JSON. */
export type Landscape = {
  /** Along the first direction, and on a plane along the second as well; increasing. */
  positions: number[];
  /**
   * `losses[row][column]` is at `positions[column]` of the first direction and `positions[row]` of the second; null
   * where the loss is not finite.
   */
  losses: (number | null)[][];
};

export interface LandscapeOptions extends PositionOptions, WalkOptions {}

/**
 * The loss around the weights: L(w + a d) along one direction, L(w + a d1 + b d2) on the plane of two.
 *
 * Source: Li et al. 2018 (arXiv 1712.09913): from -1 to 1 by default, at 51 points each way, which on a plane are
 * 2601 losses.
 *
 * @param f in evaluation mode, on training data without augmentation.
 * @param directions see `filterNormalizedDirection`.
 * @throws RangeError for options out of range or directions that do not fit the weights; the signal's reason.
 */
export async function landscape(
  f: Pick<LossFunction, "loss">,
  weights: Weights,
  directions: readonly [Weights] | readonly [Weights, Weights],
  { from = -1, to = 1, points = 51, progress, signal }: LandscapeOptions = {},
): Promise<Landscape> {
  const along = positions({ from, to, points });
  const [first, second] = directions;
  const rows = second ? along : [0];
  const total = rows.length * along.length;
  const losses: (number | null)[][] = [];
  for (const [row, b] of rows.entries()) {
    const start = second ? moved(weights, b, second) : weights;
    const values: (number | null)[] = [];
    for (const [column, a] of along.entries()) {
      signal?.throwIfAborted();
      const measured = await f.loss(moved(start, a, first));
      const loss = Number.isFinite(measured) ? measured : null;
      values.push(loss);
      progress?.({ done: row * along.length + values.length, total, column, row, loss });
    }
    losses.push(values);
  }
  return { positions: along, losses };
}
