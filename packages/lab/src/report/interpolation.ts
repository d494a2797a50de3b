import * as Plot from "@observablehq/plot";
import type { Interpolation } from "../flatness/interpolation.js";
import { axisOf, linearAxis, type PlotAxis } from "./axisScale.js";
import type { Drawing } from "./figure.js";
import { lineStyle } from "./lineStyle.js";
import { plotGroup } from "./plotGroup.js";

/** What was measured on the line between two solutions. */
export interface InterpolationResult {
  /** The solution at 0: "Adam + L2". */
  first: string;
  /** The solution at 1: "AdamW". */
  second: string;
  /** In nats. */
  trainLoss: Interpolation;
  /** In per cent. */
  testError: Interpolation;
}

const WIDTH = 1120;
const PLOT = { width: 540, height: 320, left: 58, right: 12, top: 46, bottom: 42 };

/**
 * Training loss (logarithmic where it spans more than a decade) and test error, side by side, along the line through
 * two solutions, which upright lines mark.
 */
export function drawInterpolation(result: InterpolationResult): Drawing {
  const plots = [
    drawPlot(
      result,
      result.trainLoss,
      axisOf(result.trainLoss.losses),
      "training loss, nats",
      lineStyle(0).color,
    ),
    drawPlot(
      result,
      result.testError,
      linearAxis(result.testError.losses),
      "test error, %",
      lineStyle(1).color,
    ),
  ];
  const placed = plots.map(
    (body, i) => `<g transform="translate(${i * (WIDTH - PLOT.width)},0)">${body}</g>`,
  );
  return { width: WIDTH, height: PLOT.height, body: placed.join("\n") };
}

function drawPlot(
  { first, second }: InterpolationResult,
  { positions, losses }: Interpolation,
  { options }: PlotAxis,
  label: string,
  color: string,
): string {
  const points = positions.map((t, i) => ({ t, value: losses[i] ?? Number.NaN }));
  const ends = [
    { t: 0, name: first },
    { t: 1, name: second },
  ].filter(({ t }) => t >= positions[0]! && t <= positions.at(-1)!);
  return plotGroup({
    width: PLOT.width,
    height: PLOT.height,
    marginLeft: PLOT.left,
    marginRight: PLOT.right,
    marginTop: PLOT.top,
    marginBottom: PLOT.bottom,
    x: { type: "linear", domain: [positions[0]!, positions.at(-1)!], axis: null },
    y: { ...options, label, labelArrow: "none", labelOffset: PLOT.left - 3 },
    marks: [
      Plot.axisX({
        label: "t, on the line (1 − t) · first + t · second",
        labelArrow: "none",
        labelAnchor: "center",
        ticks: 5,
        tickSize: 3,
      }),
      Plot.ruleX(ends, { x: "t", stroke: "currentColor", strokeOpacity: 0.5, strokeDasharray: "4,3" }),
      Plot.text(ends, { x: "t", text: "name", frameAnchor: "top", dy: -14, fontWeight: 600 }),
      Plot.line(points, { x: "t", y: "value", stroke: color, strokeWidth: 2.2 }),
      Plot.dot(
        points.filter(({ t }) => t === 0 || t === 1),
        { x: "t", y: "value", fill: color, r: 4 },
      ),
    ],
  });
}
