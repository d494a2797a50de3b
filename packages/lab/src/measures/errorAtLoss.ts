import { mean } from "./mean.js";
/** What training and test set say of the same weights. */
export interface LossPoint {
  /** Mean training loss, in nats, > 0. */
  trainLoss: number;
  /** Test error in per cent; null where it was not measured. */
  testError: number | null;
}

interface MeasuredPoint {
  logLoss: number;
  testError: number;
}

/**
 * The test error at a training loss: where the training loss first falls to it, on the straight line between the
 * measured points around, over the logarithm of the loss. Points without test error are passed over.
 *
 * @param curve in the order of training; or final points, with the largest loss first.
 * @param loss in nats, > 0.
 * @returns in per cent; null if the curve begins below that loss or never falls to it.
 */
export function errorAtLoss(curve: readonly LossPoint[], loss: number): number | null {
  const points = measured(curve);
  const target = Math.log(loss);
  if (points.length === 0 || points[0]!.logLoss < target) return null;
  const at = points.findIndex(({ logLoss }) => logLoss <= target);
  return at === -1 ? null : between(points[Math.max(at - 1, 0)]!, points[at]!, target);
}

/** The smallest training loss that every curve reached, at a point whose test error is known; null if one has none. */
export function commonLoss(curves: readonly (readonly LossPoint[])[]): number | null {
  const lowest = curves.map((curve) => Math.min(...measured(curve).map(({ logLoss }) => logLoss)));
  const common = Math.max(...lowest);
  return Number.isFinite(common) ? Math.exp(common) : null;
}

/** Test error of one curve over another's, on average over the training losses that both span. */
export interface ErrorGap {
  /** Mean of the first curve's error minus the second's, in points. */
  gap: number;
  /** The training losses compared, in nats. */
  from: number;
  to: number;
}

/**
 * By how much one set of points lies above another at equal training loss: the mean difference of their straight
 * lines over the logarithm of the loss, wherever both are. Where the two trained equally well by other means, it
 * says which generalizes better.
 *
 * @param first final points of trainings, in any order; those without test error are passed over.
 * @param second the same.
 * @returns null where the two share no stretch of training loss.
 */
export function errorGap(first: readonly LossPoint[], second: readonly LossPoint[]): ErrorGap | null {
  const [a, b] = [rising(first), rising(second)];
  if (a.length < 2 || b.length < 2) return null;
  const from = Math.max(a[0]!.logLoss, b[0]!.logLoss);
  const to = Math.min(a.at(-1)!.logLoss, b.at(-1)!.logLoss);
  if (!(from < to)) return null;
  // Both are straight between these, so trapezoids are exact.
  const inside = [...a, ...b].map(({ logLoss }) => logLoss).filter((at) => at > from && at < to);
  const places = [from, ...inside.sort((x, y) => x - y), to];
  let area = 0;
  for (let i = 1; i < places.length; i++) {
    const [left, right] = [places[i - 1]!, places[i]!];
    area += ((right - left) * (lineAt(a, left) - lineAt(b, left) + lineAt(a, right) - lineAt(b, right))) / 2;
  }
  return { gap: area / (to - from), from: Math.exp(from), to: Math.exp(to) };
}

function measured(curve: readonly LossPoint[]): MeasuredPoint[] {
  return curve.flatMap(({ trainLoss, testError }) =>
    testError === null || !(trainLoss > 0) ? [] : [{ logLoss: Math.log(trainLoss), testError }],
  );
}

/** By rising loss; points of equal loss become their mean. */
function rising(points: readonly LossPoint[]): MeasuredPoint[] {
  const byLoss = new Map<number, number[]>();
  for (const { logLoss, testError } of measured(points)) {
    byLoss.set(logLoss, [...(byLoss.get(logLoss) ?? []), testError]);
  }
  return [...byLoss]
    .map(([logLoss, errors]) => ({
      logLoss,
      testError: mean(errors),
    }))
    .sort((x, y) => x.logLoss - y.logLoss);
}

function lineAt(points: readonly MeasuredPoint[], logLoss: number): number {
  const right = Math.max(
    1,
    points.findIndex((point) => point.logLoss >= logLoss),
  );
  return between(points[right - 1]!, points[right]!, logLoss);
}

function between(a: MeasuredPoint, b: MeasuredPoint, logLoss: number): number {
  if (a.logLoss === b.logLoss) return b.testError;
  return a.testError + ((logLoss - a.logLoss) / (b.logLoss - a.logLoss)) * (b.testError - a.testError);
}
