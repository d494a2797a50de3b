import * as Plot from "@observablehq/plot";
import { axisOf, linearAxis, type PlotAxis } from "./axisScale.js";
import { escapeMarkup } from "./escapeMarkup.js";
import type { Drawing } from "./figure.js";
import { lineStyle } from "./lineStyle.js";
import { plotGroup } from "./plotGroup.js";
import { lossNumber } from "./words.js";

/** One measure of several solutions. */
export interface MeasuredFlatness {
  /** With its unit where it has one: "trace of the Hessian". */
  label: string;
  /** In the order of the solutions; null, or not finite, where it could not be measured. */
  values: readonly (number | null)[];
  /** Of the values, where they are estimates. */
  standardErrors?: readonly (number | null)[];
}

const PER_ROW = 3;
const PLOT = { width: 300, row: 30, right: 62, top: 34, bottom: 30 };

interface Row {
  solution: string;
  value: number;
  low: number;
  high: number;
  color: string;
}

/**
 * Measures of flatness, a small chart each, up to three side by side: a dot for every solution, on a logarithmic axis
 * where the values span more than a decade, else with a stem from zero. Bars show a standard error to either side.
 *
 * @param solutions their names, from top to bottom, different from one another.
 */
export function drawFlatness(solutions: readonly string[], measures: readonly MeasuredFlatness[]): Drawing {
  // Text is not measured on the server: 6.6 is a generous mean width of a letter at this size.
  const names = 28 + Math.max(0, ...solutions.map(({ length }) => Math.round(length * 6.6)));
  const height = PLOT.top + Math.max(1, solutions.length) * PLOT.row + PLOT.bottom;
  const across = Math.min(PER_ROW, Math.max(1, measures.length));
  const body = measures.map((measure, i) => {
    const column = i % across;
    // Only the first chart of a row has room for the names.
    const x = column === 0 ? 0 : names + column * PLOT.width;
    const drawn = drawChart(solutions, measure, column === 0 ? names : 0, height);
    return `<g transform="translate(${x},${Math.floor(i / across) * height})">${drawn}</g>`;
  });
  const charts = Math.max(1, Math.ceil(measures.length / across)) * height;
  body.push(`<text x="${names + 10}" y="${charts + 16}" text-anchor="start">${noteWords(measures)}</text>`);
  return { width: Math.max(640, names + across * PLOT.width), height: charts + 26, body: body.join("\n") };
}

function noteWords(measures: readonly MeasuredFlatness[]): string {
  const errors = measures.some(({ standardErrors }) => standardErrors?.some((error) => error !== null));
  return `smaller is flatter${errors ? "; bars show a standard error to either side" : ""}`;
}

function drawChart(
  solutions: readonly string[],
  { label, values, standardErrors = [] }: MeasuredFlatness,
  names: number,
  height: number,
): string {
  const ends = values.map((value, i): [number, number, number] | null => {
    const error = standardErrors[i] ?? 0;
    return value === null || !Number.isFinite(value) ? null : [value - error, value, value + error];
  });
  const { scale, domain, options } = axisFor(ends);
  const rows = solutions.flatMap((solution, i): Row[] => {
    const [low, value, high] = ends[i] ?? [];
    if (low === undefined || value === undefined || high === undefined) return [];
    const shown = scale === "log" ? Math.max(low, domain[0]) : low;
    return [{ solution, value, low: shown, high, color: lineStyle(i).color }];
  });
  const unknown = solutions.filter((_, i) => (ends[i] ?? null) === null);
  const start = scale === "log" ? domain[0] : 0;
  const body = plotGroup({
    width: names + PLOT.width,
    height,
    marginLeft: names + 10,
    marginRight: PLOT.right,
    marginTop: PLOT.top,
    marginBottom: PLOT.bottom,
    x: { ...options, label: null },
    y: { type: "band", domain: [...solutions], axis: null },
    marks: [
      ...(names > 0 ? [Plot.axisY({ label: null, tickSize: 0, tickPadding: 8, fontSize: 12 })] : []),
      Plot.ruleY(solutions, { stroke: "currentColor", strokeOpacity: 0.15 }),
      ...(scale === "linear"
        ? [Plot.ruleY(rows, { y: "solution", x1: start, x2: "value", stroke: "color", strokeWidth: 2.5 })]
        : []),
      Plot.link(rows, { x1: "low", x2: "high", y: "solution", stroke: "currentColor", strokeWidth: 1.2 }),
      Plot.dot(rows, { x: "value", y: "solution", fill: "color", r: 5 }),
      Plot.text(rows, {
        // Beyond the stem, also where that runs to the left of zero.
        x: ({ high }: Row) => Math.max(high, start),
        y: "solution",
        text: ({ value }: Row) => lossNumber(value),
        textAnchor: "start",
        dx: 9,
        fontVariant: "tabular-nums",
      }),
      Plot.text(unknown, {
        x: start,
        y: (solution: string) => solution,
        text: () => "n/a",
        textAnchor: "start",
        dx: 6,
      }),
    ],
  });
  const note = scale === "log" ? " (logarithmic)" : "";
  return `<text x="${names + 10}" y="18" text-anchor="start" font-size="13" font-weight="600">${escapeMarkup(label + note)}</text>${body}`;
}

/** Wide enough for the errors too; on a logarithmic axis, only upwards: downwards they may reach zero. */
function axisFor(ends: readonly ([low: number, value: number, high: number] | null)[]): PlotAxis {
  const axis = axisOf(ends.flatMap((end) => end?.slice(1) ?? []));
  return axis.scale === "log" ? axis : linearAxis(ends.flatMap((end) => end ?? []));
}
