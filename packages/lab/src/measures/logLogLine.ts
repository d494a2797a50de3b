import { type LeastSquaresLine, leastSquaresLine } from "./leastSquares.js";

/** A weight decay that belongs to a learning rate. */
export interface DecayAtRate {
  learningRate: number;
  weightDecay: number;
}

/**
 * The least-squares line log(weight decay) = intercept + slope * log(learning rate), in natural logarithms.
 *
 * @param points with positive coordinates.
 * @returns null for fewer than two different learning rates.
 */
export function logLogLine(points: readonly DecayAtRate[]): LeastSquaresLine | null {
  return leastSquaresLine(
    points.map(({ learningRate, weightDecay }) => [Math.log(learningRate), Math.log(weightDecay)]),
  );
}
