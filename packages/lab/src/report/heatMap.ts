import { rankedCells } from "../measures/grid.js";
import { type ErrorColor, errorColor } from "./errorColor.js";
import type { Drawing } from "./figure.js";
import { drawHeatLegend } from "./heatLegend.js";
import { drawHeatPanel, type HeatPanel } from "./heatPanel.js";

const GAP = 26;
const PER_ROW = 2;
const SPAN = 6;

/**
 * Heat maps of several optimizers on one colour scale, two side by side, with one legend. Best cells are ringed,
 * diverged ones crossed, those not run dotted; small bars show the largest decay that each learning rate
 * tolerates. The same data give the same bytes.
 */
export function drawHeatMap(panels: readonly HeatPanel[]): Drawing {
  const color = sharedColor(panels);
  const drawings = panels.map((panel) => drawHeatPanel(panel, color));
  const widest = Math.max(0, ...drawings.map(({ width }) => width));
  const across = Math.min(PER_ROW, Math.max(1, panels.length));
  const width = Math.max(560, across * widest + (across - 1) * GAP);
  const body: string[] = [];
  let y = 0;
  for (let first = 0; first < drawings.length; first += across) {
    const row = drawings.slice(first, first + across);
    row.forEach((drawing, i) => {
      body.push(`<g transform="translate(${i * (widest + GAP)},${y})">${drawing.body}</g>`);
    });
    y += Math.max(...row.map(({ height }) => height)) + 8;
  }
  const legend = drawHeatLegend(panels, color, width - 28);
  body.push(`<g transform="translate(14,${y + 6})">${legend.body}</g>`);
  return { width, height: y + 6 + legend.height, body: body.join("\n") };
}

/**
 * The colours reach from the best cell of all panels over six tolerances, or to where a figure's own colours end.
 * With errors from 3.9, a tolerance of 0.5 and an end at 7, the paper's Figure 2 spans just as much, so the basin
 * takes up the same share of the colours on any scale.
 */
function sharedColor(panels: readonly HeatPanel[]): ErrorColor {
  const at = Math.max(0, ...panels.map(({ scale }) => scale.saturation.at));
  const span = SPAN * Math.max(0, ...panels.map(({ scale }) => scale.tolerance));
  const measured = panels.flatMap(({ grid }) => rankedCells(grid).map(({ value }) => value));
  const best = measured.length > 0 ? Math.min(...measured) : at - span;
  const ends = panels.some(({ grid }) => grid.cells.flat().some(({ state }) => state === "saturated"));
  return errorColor(best, ends ? at : best + span);
}
