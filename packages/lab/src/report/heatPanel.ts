import * as Plot from "@observablehq/plot";
import { type Cell, type CellState, type Grid, type PlacedCell, rankedCells } from "../measures/grid.js";
import type { Scale } from "../measures/scale.js";
import type { ErrorColor } from "./errorColor.js";
import { escapeMarkup } from "./escapeMarkup.js";
import type { Drawing } from "./figure.js";
import { decayAxisLabel } from "./names.js";
import { plotGroup } from "./plotGroup.js";
import { toleranceMarks } from "./toleranceMarks.js";
import { cellNumber, hyperparameter } from "./words.js";

/** One optimizer's grid on a heat map. */
export interface HeatPanel {
  /** "Adam + L2". */
  title: string;
  /** The decay convention, by its name in `lehr`; the axis names it. */
  decay: string;
  grid: Grid;
  /** On which the tolerated decays are found. */
  scale: Scale;
  /** What its values are, in per cent; default "test error". */
  error?: string;
}

/** How many of the best cells are ringed, as in the paper. */
export const RINGED = 10;

/** Of a small grid fewer are ringed, two thirds of the measured cells: rings around all would say nothing. */
export function ringedCells(grid: Grid): PlacedCell[] {
  const ranked = rankedCells(grid);
  return ranked.slice(0, Math.min(RINGED, Math.ceil((ranked.length * 2) / 3)));
}

const MARGIN = { left: 84, top: 34, right: 14, bottom: 74 };
const INK = "#14110f";

interface Square extends Cell {
  x: number;
  y: number;
}

/** Draws one heat map: decay to the right, learning rate upwards, equal steps of both equally wide. */
export function drawHeatPanel({ title, decay, grid, scale }: HeatPanel, color: ErrorColor): Drawing {
  const columns = grid.weightDecay.length;
  const rows = grid.learningRate.length;
  const width = MARGIN.left + columns * between(40, 470 / columns, 94) + MARGIN.right;
  const height = MARGIN.top + rows * between(30, 210 / rows, 52) + MARGIN.bottom;
  const squares = grid.cells.flatMap((cells, y) => cells.map((cell, x) => ({ ...cell, x, y })));
  const body = plotGroup({
    width,
    height,
    marginLeft: MARGIN.left,
    marginTop: MARGIN.top,
    marginRight: MARGIN.right,
    marginBottom: MARGIN.bottom,
    x: { type: "linear", domain: [-0.5, columns - 0.5], axis: null },
    y: { type: "linear", domain: [rows - 0.5, -0.5], axis: null },
    marks: [
      ...axes(grid, decay),
      ...cellMarks(squares, grid, color, scale),
      ...rings(grid),
      ...tolerance(grid, scale),
      numbers(squares, color, scale),
    ],
  });
  const heading = `<text x="${MARGIN.left}" y="20" text-anchor="start" font-size="15" font-weight="600">${escapeMarkup(title)}</text>`;
  return { width, height, body: heading + body };
}

function between(least: number, value: number, most: number): number {
  return Math.round(Math.max(least, Math.min(value, most)));
}

function axes(grid: Grid, decay: string): Plot.Markish[] {
  return [
    Plot.axisX(
      grid.weightDecay.map((_, column) => column),
      {
        tickFormat: (column: number) => hyperparameter(grid.weightDecay[column]!),
        tickRotate: -38,
        tickSize: 4,
        fontSize: 11,
        label: null,
      },
    ),
    Plot.axisY(
      grid.learningRate.map((_, row) => row),
      {
        tickFormat: (row: number) => hyperparameter(grid.learningRate[row]!),
        tickSize: 4,
        fontSize: 11,
        label: null,
      },
    ),
    Plot.text([decayAxisLabel(decay)], {
      frameAnchor: "bottom",
      lineAnchor: "bottom",
      dy: 68,
      fontSize: 12,
    }),
    Plot.text(["learning rate α"], {
      frameAnchor: "left",
      textAnchor: "middle",
      rotate: -90,
      dx: -74,
      fontSize: 12,
    }),
  ];
}

function cellMarks(squares: readonly Square[], grid: Grid, color: ErrorColor, scale: Scale): Plot.Markish[] {
  const inState = (...states: CellState[]) => squares.filter(({ state }) => states.includes(state));
  const title = (square: Square) =>
    `learning rate ${hyperparameter(grid.learningRate[square.y]!)}, ` +
    `weight decay ${hyperparameter(grid.weightDecay[square.x]!)}: ${cellWords(square, scale)}`;
  const area = { x1: left, x2: right, y1: top, y2: bottom, inset: 0.5, title };
  return [
    Plot.rect(inState("measured", "saturated"), {
      ...area,
      fill: ({ value }: Square) => color.fill(value ?? color.worst),
    }),
    Plot.rect(inState("diverged"), { ...area, fill: "currentColor", fillOpacity: 0.07 }),
    Plot.dot(inState("diverged"), {
      x: "x",
      y: "y",
      symbol: "times",
      r: 6,
      stroke: "currentColor",
      strokeOpacity: 0.6,
      strokeWidth: 1.5,
      ...QUIET,
    }),
    Plot.rect(inState("missing"), {
      ...area,
      inset: 2,
      fill: "none",
      stroke: "currentColor",
      strokeOpacity: 0.4,
      strokeDasharray: "2,3",
    }),
  ];
}

/** The values, each on a little ground of its cell's colour, so that the marks beneath never cross a number. */
function numbers(squares: readonly Square[], color: ErrorColor, scale: Scale): Plot.Markish {
  const error = ({ value }: Square) => value ?? color.worst;
  return Plot.text(
    squares.filter(({ state }) => state === "measured" || state === "saturated"),
    {
      x: "x",
      y: "y",
      text: (square: Square) => cellText(square, scale),
      fill: (square: Square) => color.text(error(square)),
      fillOpacity: ({ state }: Square) => (state === "saturated" ? 0.65 : 1),
      stroke: (square: Square) => color.fill(error(square)),
      strokeWidth: 3,
      fontSize: 11.5,
      fontVariant: "tabular-nums",
      ...QUIET,
    },
  );
}

/** The marks above a cell leave its tooltip alone. */
const QUIET = { pointerEvents: "none" } as const;

const left = ({ x }: { x: number }) => x - 0.5;
const right = ({ x }: { x: number }) => x + 0.5;
const top = ({ y }: { y: number }) => y - 0.5;
const bottom = ({ y }: { y: number }) => y + 0.5;

function cellText({ value }: Cell, scale: Scale): string {
  return value === null ? `≥${scale.saturation.at}` : cellNumber(value);
}

function cellWords(cell: Cell, scale: Scale): string {
  if (cell.state === "diverged") return "diverged";
  if (cell.state === "missing") return "no result";
  const seeds = cell.seeds === 1 ? "" : ` (mean of ${cell.seeds} seeds)`;
  return `${cellText(cell, scale)} %${seeds}`;
}

/** Dark rings with a light rim, so that they show on every colour. */
function rings(grid: Grid): Plot.Markish[] {
  const best = ringedCells(grid).map(({ row, column }, rank) => ({
    x: column,
    y: row,
    width: rank === 0 ? 3.2 : 1.5,
  }));
  const area = { x1: left, x2: right, y1: top, y2: bottom, inset: 3, rx: 9, fill: "none", ...QUIET };
  return best.flatMap((cell) => [
    Plot.rect([cell], { ...area, stroke: "#ffffff", strokeWidth: cell.width + 2 }),
    Plot.rect([cell], { ...area, stroke: INK, strokeWidth: cell.width }),
  ]);
}

function tolerance(grid: Grid, scale: Scale): Plot.Markish[] {
  const { edge, line } = toleranceMarks(grid, scale);
  const fence = { x: "x", y1: top, y2: bottom, insetTop: 2, insetBottom: 2, ...QUIET };
  return [
    Plot.ruleX(edge, { ...fence, stroke: INK, strokeWidth: 4.5 }),
    Plot.ruleX(edge, { ...fence, stroke: "#ffffff", strokeWidth: 2.5 }),
    Plot.line(line, { x: "x", y: "y", stroke: INK, strokeWidth: 3.5, ...QUIET }),
    Plot.line(line, {
      x: "x",
      y: "y",
      stroke: "#ffffff",
      strokeWidth: 1.5,
      strokeDasharray: "6,4",
      ...QUIET,
    }),
  ];
}
