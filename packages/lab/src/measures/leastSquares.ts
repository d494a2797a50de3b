import { mean } from "./mean.js";
/** y = intercept + slope * x. */
export interface LeastSquaresLine {
  slope: number;
  intercept: number;
}

/** The least-squares line through these points; null for fewer than two different x. */
export function leastSquaresLine(
  points: readonly (readonly [x: number, y: number])[],
): LeastSquaresLine | null {
  if (new Set(points.map(([x]) => x)).size < 2) return null;
  const meanX = mean(points.map(([x]) => x));
  const meanY = mean(points.map(([, y]) => y));
  const covariance = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  const variance = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  const slope = covariance / variance;
  return { slope, intercept: meanY - slope * meanX };
}
