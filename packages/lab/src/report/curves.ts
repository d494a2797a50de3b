import { randomStream } from "../random/randomStream.js";
import type { TrialResult } from "../results.js";
import { axisTicks, scaleOf } from "./axisScale.js";
import { curvePoints, shareOfFirst } from "./curvePoints.js";
import { errorName, type Judged, lossName } from "./errorWords.js";
import type { Drawing } from "./figure.js";
import { drawLineChart, type Line, type LinePanel, type LinePoint } from "./lineChart.js";
import { type LineStyle, lineStyle } from "./lineStyle.js";

/** How one cell learned. */
export interface Curve {
  /** For the legend. */
  name: string;
  /** One per seed; what none of them measured is not drawn. */
  trials: readonly TrialResult[];
}

/** A curve, and how it is drawn; default: as the one of its number. */
export type DrawnCurve = Curve & Partial<LineStyle & Pick<Line, "title">>;

/**
 * How cells learned: test error and training loss by epoch, side by side, and beneath them learning rate and decay as
 * shares of what they were in the first epoch. Lines are means over seeds, bands their 95 % bootstrap intervals (for
 * two or three seeds from the lowest to the highest). The same curves give the same bytes.
 *
 * @param judged the results they are from.
 * @returns null where there is nothing to draw.
 */
export function drawCurves(curves: readonly Curve[], judged: Judged = {}): Drawing | null {
  const last = Math.max(0, ...curves.flatMap(({ trials }) => trials.map(({ history }) => history.length)));
  if (last === 0) return null;
  const x = epochAxis(last);
  const labels = { testError: `${errorName(judged)}, %`, trainLoss: lossName(judged) };
  return drawLineChart([
    ...(["testError", "trainLoss"] as const).map((metric): LinePanel => {
      const lines = curveLines(curves, (epoch) => epoch[metric]);
      return { x, y: metricAxis(labels[metric], valuesOf(lines)), lines };
    }),
    ...schedulePanels(curves, x),
  ]);
}

/** Learning rate and decay by epoch, side by side, as shares of what they were in the first. */
export function schedulePanels(curves: readonly DrawnCurve[], x: LinePanel["x"]): LinePanel[] {
  return (["learningRate", "decay"] as const).map((name): LinePanel => {
    const lines = curveLines(curves.map(ofOneSeed), shareOfFirst(name));
    const label = `${name === "decay" ? "decay" : "learning rate"} / first`;
    return { x, y: shareAxis(label, valuesOf(lines)), lines, height: 150 };
  });
}

/** A curve of what is the same for all seeds, such as the learning rate. */
export function ofOneSeed<C extends Curve>(curve: C): C {
  return { ...curve, trials: curve.trials.slice(0, 1) };
}

/** Epochs from the first to this one. */
export function epochAxis(last: number): LinePanel["x"] {
  const domain = [1, Math.max(2, last)] as const;
  return { label: "epoch", domain, ticks: axisTicks("linear", domain).filter(Number.isInteger) };
}

/** A number of each epoch as lines with their bands. */
export function curveLines(
  curves: readonly DrawnCurve[],
  of: Parameters<typeof curvePoints>[1],
): (Line & { points: LinePoint[] })[] {
  return curves.map(({ trials, ...curve }, i) => ({
    ...lineStyle(i),
    ...curve,
    points: curvePoints(trials, of, randomStream(i, "band")),
  }));
}

function valuesOf(lines: readonly Line[]): number[] {
  return lines.flatMap(({ points }) => points.flatMap(({ y }) => y ?? []));
}

function metricAxis(label: string, values: readonly number[]): LinePanel["y"] {
  const scale = scaleOf(values);
  return { label: scale === "log" ? `${label} (logarithmic)` : label, scale };
}

/** Nearly always shares fall from 1; in a warm-up they rise. */
function shareAxis(label: string, values: readonly number[]): LinePanel["y"] {
  const most = Math.max(1, ...values);
  return { label, domain: [0, 1.04 * most], ...(most === 1 && { ticks: [0, 0.5, 1] }) };
}
