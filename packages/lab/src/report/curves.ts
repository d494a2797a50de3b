import { randomStream } from "../random/randomStream.js";
import type { TrialResult } from "../results.js";
import { axisTicks, scaleOf } from "./axisScale.js";
import { curvePoints, shareOfFirst } from "./curvePoints.js";
import type { Drawing } from "./figure.js";
import { drawLineChart, type Line, type LinePanel } from "./lineChart.js";
import { lineStyle } from "./lineStyle.js";

/** How one cell learned. */
export interface Curve {
  /** For the legend. */
  name: string;
  /** One per seed; what none of them measured is not drawn. */
  trials: readonly TrialResult[];
}

const LABELS = { testError: "test error, %", trainLoss: "training loss, nats" } as const;

/**
 * How cells learned: test error and training loss by epoch, side by side, and beneath them learning rate and decay as
 * shares of what they were in the first epoch. Lines are means over seeds, bands their 95 % bootstrap intervals (for
 * two or three seeds from the lowest to the highest). The same curves give the same bytes.
 *
 * @returns null where there is nothing to draw.
 */
export function drawCurves(curves: readonly Curve[]): Drawing | null {
  const last = Math.max(0, ...curves.flatMap(({ trials }) => trials.map(({ history }) => history.length)));
  if (last === 0) return null;
  const epochs = [1, Math.max(2, last)] as const;
  const ticks = axisTicks("linear", epochs).filter(Number.isInteger);
  const x: LinePanel["x"] = { label: "epoch", domain: epochs, ticks };
  const linesOf = (of: Parameters<typeof curvePoints>[1]) =>
    curves.map(({ name, trials }, i) => ({
      name,
      ...lineStyle(i),
      points: curvePoints(trials, of, randomStream(i, "band")),
    }));
  return drawLineChart([
    ...(["testError", "trainLoss"] as const).map((metric): LinePanel => {
      const lines = linesOf((epoch) => epoch[metric]);
      return { x, y: metricAxis(LABELS[metric], valuesOf(lines)), lines };
    }),
    ...(["learningRate", "decay"] as const).map((name): LinePanel => {
      const lines = linesOf(shareOfFirst(name));
      const label = `${name === "decay" ? "decay" : "learning rate"} / first`;
      return { x, y: shareAxis(label, valuesOf(lines)), lines, height: 150 };
    }),
  ]);
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
