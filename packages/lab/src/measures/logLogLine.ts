/** A weight decay that belongs to a learning rate. */
export interface DecayAtRate {
  learningRate: number;
  weightDecay: number;
}

/** log(weightDecay) = intercept + slope * log(learningRate), natural logarithms. */
export interface LogLogLine {
  slope: number;
  intercept: number;
}

/**
 * The least-squares line of log(weight decay) against log(learning rate).
 *
 * @param points with positive coordinates.
 * @returns null for fewer than two different learning rates.
 */
export function logLogLine(points: readonly DecayAtRate[]): LogLogLine | null {
  const x = points.map((point) => Math.log(point.learningRate));
  const y = points.map((point) => Math.log(point.weightDecay));
  if (new Set(x).size < 2) return null;
  const meanX = mean(x);
  const meanY = mean(y);
  const covariance = x.reduce((sum, xi, i) => sum + (xi - meanX) * (y[i]! - meanY), 0);
  const variance = x.reduce((sum, xi) => sum + (xi - meanX) ** 2, 0);
  const slope = covariance / variance;
  return { slope, intercept: meanY - slope * meanX };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
