import { leastSquaresLine } from "./leastSquares.js";

/** The error that a weight decay led to. */
export interface DecayError {
  /** Above 0. */
  weightDecay: number;
  /** In per cent; null if training diverged. */
  error: number | null;
}

/** Where a row of decays is best. */
export interface BestDecay {
  /** Null where the best lies at an end of the row: how much further it would move, the row does not say. */
  weightDecay: number | null;
  /** The least error measured, in per cent. */
  error: number;
  /** The end at which the best lies, if it does. */
  edge: "smallest" | "largest" | null;
}

/**
 * The best weight decay of a row: the lowest point of the parabola over log(weight decay) through the best cell
 * and its two neighbours. It lies less than a step from the best cell, and settles between two columns what a
 * coarse grid cannot. Beside a neighbour that diverged there is no parabola, and it is the best cell itself.
 *
 * @param row at least one cell, every decay once, in any order. A decay not run must not simply be missing: leave
 *   such rows out.
 * @returns null if every cell diverged.
 */
export function bestDecay(row: readonly DecayError[]): BestDecay | null {
  const cells = [...row].sort((a, b) => a.weightDecay - b.weightDecay);
  let best = -1;
  cells.forEach(({ error }, i) => {
    if (error !== null && (best === -1 || error < cells[best]!.error!)) best = i;
  });
  if (best === -1) return null;
  const error = cells[best]!.error!;
  if (best === 0) return { weightDecay: null, error, edge: "smallest" };
  if (best === cells.length - 1) return { weightDecay: null, error, edge: "largest" };
  const [left, middle, right] = [cells[best - 1]!, cells[best]!, cells[best + 1]!];
  return { weightDecay: vertex(left, middle, right), error, edge: null };
}

function vertex(left: DecayError, middle: DecayError, right: DecayError): number {
  if (left.error === null || right.error === null) return middle.weightDecay;
  const down = Math.log(left.weightDecay / middle.weightDecay);
  const up = Math.log(right.weightDecay / middle.weightDecay);
  const [lossLeft, lossRight] = [left.error - middle.error!, right.error - middle.error!];
  // error = a x^2 + b x from the middle, with both neighbours no better: a >= 0, and 0 only if all three are equal.
  const a = (lossLeft / down - lossRight / up) / (down - up);
  if (!(a > 0)) return middle.weightDecay;
  const b = lossRight / up - a * up;
  return middle.weightDecay * Math.exp(-b / (2 * a));
}

/** The best decay of a training of so many updates. */
export interface DecayAtUpdates {
  updates: number;
  weightDecay: number;
}

/**
 * How the best decay moves with the length of training: the least-squares slope of log(best weight decay) against
 * log(updates). -0.5 is what the paper's normalization makes up for; 0 means that one decay suits every length.
 *
 * @returns a pure number; null for fewer than two different lengths.
 */
export function budgetSlope(points: readonly DecayAtUpdates[]): number | null {
  const logs = points.map(({ updates, weightDecay }) => [Math.log(updates), Math.log(weightDecay)] as const);
  return leastSquaresLine(logs)?.slope ?? null;
}
