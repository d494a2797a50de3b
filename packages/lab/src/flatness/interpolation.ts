import type { FloatArray, LossFunction, Weights } from "./lossFunction.js";
import { type PositionOptions, positions, type WalkOptions } from "./positions.js";

/** A number for every position on the straight line between two solutions. Plain JSON. */
export type Interpolation = {
  /** 0 is the first solution, 1 the second; increasing. */
  positions: number[];
  /** Null where the loss is not finite. */
  losses: (number | null)[];
};

export interface InterpolationOptions extends PositionOptions, WalkOptions {}

/**
 * The loss along the straight line through two solutions, theta(t) = (1 - t) a + t b, and somewhat beyond both.
 *
 * Every array of the two records is interpolated. Batch normalization's running statistics belong among them: with
 * those of either end, the losses in between would be wrong.
 *
 * Source: Li et al. 2018 (arXiv 1712.09913), section 3, after Goodfellow et al. 2015; from -0.5 to 1.5 by default, at
 * 41 points (the authors take 401).
 *
 * @param f whatever is to be followed along the line, in evaluation mode: training loss, or test error in its place.
 * @throws RangeError for options out of range or solutions of different networks; the signal's reason.
 */
export async function interpolation(
  f: Pick<LossFunction, "loss">,
  a: Weights,
  b: Weights,
  { from = -0.5, to = 1.5, points = 41, progress, signal }: InterpolationOptions = {},
): Promise<Interpolation> {
  const along = positions({ from, to, points });
  const losses: (number | null)[] = [];
  for (const [column, t] of along.entries()) {
    signal?.throwIfAborted();
    const measured = await f.loss(interpolated(a, b, t));
    const loss = Number.isFinite(measured) ? measured : null;
    losses.push(loss);
    progress?.({ done: losses.length, total: along.length, column, row: 0, loss });
  }
  return { positions: along, losses };
}

/**
 * The weights (1 - t) a + t b, exactly `a` at 0 and `b` at 1.
 *
 * @throws RangeError if the two do not have the same names and lengths.
 */
export function interpolated(a: Weights, b: Weights, t: number): Weights {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  const result: Record<string, FloatArray> = {};
  for (const name of names) {
    const [start, end] = [a[name], b[name]];
    if (start === undefined || start.length !== end?.length) {
      throw new RangeError(
        `a and b must be of one network; "${name}" has ${start?.length ?? "no"} numbers in a, ${end?.length ?? "no"} in b`,
      );
    }
    result[name] = start.map((value, i) => (1 - t) * value + t * end[i]!);
  }
  return result;
}
