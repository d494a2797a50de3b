import * as Plot from "@observablehq/plot";
import { type AxisScale, axisDomain, axisTicks } from "./axisScale.js";
import { escapeMarkup } from "./escapeMarkup.js";
import type { Drawing } from "./figure.js";
import { drawLineLegend } from "./lineLegend.js";
import type { LineStyle } from "./lineStyle.js";
import { plotGroup } from "./plotGroup.js";
import { count, hyperparameter } from "./words.js";

/** A point of a line; one without `y` is passed over, and the line goes straight on to the next. */
export interface LinePoint {
  x: number;
  y: number | null;
  /** The band around the line: drawn where both are given. */
  low?: number | null;
  high?: number | null;
}

/** A line of a panel. */
export interface Line extends LineStyle {
  /** Lines of the same name share an entry of the legend, drawn as the first of them. */
  name: string;
  points: readonly LinePoint[];
  /** What the tooltip says; default: the name. */
  title?: string;
}

export interface Axis {
  label: string;
  /** Values at or below 0 are passed over on a log axis. Default "linear". */
  scale?: AxisScale;
  /** Default: from the least to the largest value, with a little room on the y axis. */
  domain?: readonly [number, number];
  /** Where values are written. Default: about six round ones. */
  ticks?: readonly number[];
  /** How a value is written. Default: three digits. */
  words?: (value: number) => string;
}

/** One plot of a line chart. */
export interface LinePanel {
  title?: string;
  x: Axis;
  y: Axis;
  /** The first lies above the others. */
  lines: readonly Line[];
  /** Where thin dotted lines stand, such as restarts. */
  rules?: readonly number[];
  /** The height of the plot in pixels; default 280. */
  height?: number;
}

const WIDTH = 1120;
const GAP = 28;
const MARGIN = { left: 58, right: 16, top: 26, bottom: 40 };
/** More room at the top of a panel that has a title. */
const TITLE = 24;

/**
 * Panels of lines, side by side and row by row, under one legend. Lines may carry bands and dots; axes are linear
 * or logarithmic. The same data give the same bytes.
 *
 * @param panels in reading order; they are as wide as fits.
 * @param perRow how many stand side by side; default 2.
 */
export function drawLineChart(panels: readonly LinePanel[], perRow = 2): Drawing {
  const across = Math.min(perRow, Math.max(1, panels.length));
  const width = (WIDTH - (across - 1) * GAP) / across;
  const legend = drawLineLegend(
    panels.flatMap(({ lines }) => lines),
    MARGIN.left,
    WIDTH,
  );
  const body = [legend.body];
  let y = legend.height;
  for (let first = 0; first < panels.length; first += across) {
    const row = panels.slice(first, first + across);
    row.forEach((panel, i) => {
      body.push(`<g transform="translate(${i * (width + GAP)},${y})">${drawPanel(panel, width)}</g>`);
    });
    y += Math.max(...row.map(heightOf)) + 6;
  }
  return { width: WIDTH, height: y, body: body.join("\n") };
}

const heightOf = ({ height }: LinePanel) => height ?? 280;

function drawPanel(panel: LinePanel, width: number): string {
  const lines = panel.lines.map((line) => ({ ...line, points: shown(line.points, panel) }));
  const points = lines.flatMap((line) => line.points);
  const x = frameAxis(
    panel.x,
    points.map((point) => point.x),
  );
  const y = frameAxis(
    panel.y,
    points.flatMap((point) => [point.y, point.low ?? point.y, point.high ?? point.y]),
    0.06,
  );
  const top = MARGIN.top + (panel.title ? TITLE : 0);
  const title = panel.title
    ? `<text x="${MARGIN.left}" y="16" text-anchor="start" font-size="13" font-weight="600">${escapeMarkup(panel.title)}</text>`
    : "";
  const label = `<text x="8" y="${top - 12}" text-anchor="start">${escapeMarkup(panel.y.label)}</text>`;
  const plot = plotGroup({
    width,
    height: heightOf(panel),
    marginLeft: MARGIN.left,
    marginRight: MARGIN.right,
    marginTop: top,
    marginBottom: MARGIN.bottom,
    x: { type: x.scale, domain: x.domain, axis: null },
    y: { type: y.scale, domain: y.domain, axis: null },
    marks: [
      Plot.gridY(y.ticks),
      Plot.axisX(x.ticks, {
        label: panel.x.label,
        labelArrow: "none",
        labelAnchor: "center",
        text: panel.x.words ?? tickWords,
        tickSize: 3,
      }),
      Plot.axisY(y.ticks, {
        label: null,
        text: panel.y.words ?? tickWords,
        tickSize: 0,
      }),
      Plot.ruleX(panel.rules ?? [], {
        stroke: "currentColor",
        strokeOpacity: 0.35,
        strokeDasharray: "1,3",
      }),
      ...(points.length === 0
        ? [Plot.text(["nothing measured yet"], { frameAnchor: "middle", fillOpacity: 0.6 })]
        : [...lines].reverse().flatMap(marks)),
    ],
  });
  return title + label + plot;
}

/** As text, not by a format: of a log axis, formats leave out what is not a power of ten. */
const tickWords = (value: number) => (value >= 10_000 ? count(value) : hyperparameter(value));

type ShownPoint = LinePoint & { y: number };

function shown(points: readonly LinePoint[], { x, y }: LinePanel): ShownPoint[] {
  const fits = (value: number, { scale }: Axis) => Number.isFinite(value) && (scale !== "log" || value > 0);
  return points.filter(
    (point): point is ShownPoint => point.y !== null && fits(point.x, x) && fits(point.y, y),
  );
}

function frameAxis({ scale = "linear", domain, ticks }: Axis, values: readonly number[], room = 0) {
  const ends = domain ?? axisDomain(scale, values, room);
  return { scale, domain: [...ends], ticks: [...(ticks ?? axisTicks(scale, ends))] };
}

function marks(line: Line & { points: ShownPoint[] }): Plot.Markish[] {
  const { points, color, dash = "none", width = 2.2, opacity = 1, dots = "none" } = line;
  const title = () => line.title ?? line.name;
  const band = points.filter(({ low, high }) => typeof low === "number" && typeof high === "number");
  return [
    ...(band.length > 1
      ? [Plot.areaY(band, { x: "x", y1: "low", y2: "high", fill: color, fillOpacity: 0.16 })]
      : []),
    ...(dots === "only"
      ? []
      : [
          Plot.line(points, {
            x: "x",
            y: "y",
            stroke: color,
            strokeWidth: width,
            strokeOpacity: opacity,
            strokeDasharray: dash,
            title,
          }),
        ]),
    // A line of one point would not be seen.
    ...(dots !== "none" || points.length === 1
      ? [Plot.dot(points, { x: "x", y: "y", fill: color, fillOpacity: opacity, r: 3.4, title })]
      : []),
  ];
}
