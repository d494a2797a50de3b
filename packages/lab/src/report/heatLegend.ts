import type { CellState } from "../measures/grid.js";
import type { ErrorColor } from "./errorColor.js";
import { escapeMarkup } from "./escapeMarkup.js";
import type { Drawing } from "./figure.js";
import { type HeatPanel, RINGED, ringedCells } from "./heatPanel.js";
import { toleranceMarks } from "./toleranceMarks.js";

const BAR = { width: 220, height: 12, steps: 55 };
const INK = "#14110f";
/** Text is not measured on the server: a generous mean width of a letter at this size. */
const LETTER = 6.2;

/** The legend below the panels: the colours, and every sign that occurs on the panels, in rows `width` wide. */
export function drawHeatLegend(panels: readonly HeatPanel[], color: ErrorColor, width: number): Drawing {
  const entries = [bar(color, panels[0]?.error ?? "test error"), ...signs(panels, color)];
  let x = 0;
  let y = 0;
  const placed = entries.map((entry) => {
    if (x > 0 && x + entry.width > width) {
      x = 0;
      y += 34;
    }
    const at = `<g transform="translate(${x},${y})">${entry.body}</g>`;
    x += entry.width + 26;
    return at;
  });
  return { width, height: y + 38, body: `<g font-size="12" text-anchor="start">${placed.join("")}</g>` };
}

function bar(color: ErrorColor, error: string): Drawing {
  const step = BAR.width / BAR.steps;
  const at = (share: number) => color.best + (color.worst - color.best) * share;
  // Each stripe runs to the end, beneath the next: no seams at any zoom.
  const stripes = Array.from(
    { length: BAR.steps },
    (_, i) =>
      `<rect x="${i * step}" y="2" width="${BAR.width - i * step}" height="${BAR.height}" fill="${color.fill(at((i + 0.5) / BAR.steps))}"/>`,
  ).join("");
  const ticks = [0, 0.5, 1].map((share) => {
    const anchor = share === 0 ? "start" : share === 1 ? "end" : "middle";
    const more = share === 1 ? "≥ " : "";
    return `<text x="${BAR.width * share}" y="28" text-anchor="${anchor}">${more}${Number(at(share).toFixed(at(share) < 10 ? 2 : 1))}</text>`;
  });
  return {
    width: BAR.width + 28 + error.length * LETTER,
    height: 34,
    body: `${stripes}${ticks.join("")}<text x="${BAR.width + 8}" y="12">${error}, %</text>`,
  };
}

function signs(panels: readonly HeatPanel[], color: ErrorColor): Drawing[] {
  const has = (state: CellState) =>
    panels.some(({ grid }) => grid.cells.flat().some((cell) => cell.state === state));
  const marks = panels.map(({ grid, scale }) => toleranceMarks(grid, scale));
  const tolerances = [...new Set(panels.map(({ scale }) => scale.tolerance))].join(" or ");
  const ring = (width: number) =>
    `<rect x="0" y="0" width="28" height="20" fill="${color.fill(color.best + (color.worst - color.best) / 4)}"/>` +
    [
      ["#fff", width + 2],
      [INK, width],
    ]
      .map(
        ([stroke, w]) =>
          `<rect x="3" y="3" width="22" height="14" rx="6" fill="none" stroke="${stroke}" stroke-width="${w}"/>`,
      )
      .join("");
  const drawings: Drawing[] = [];
  const add = (body: string, text: string) =>
    drawings.push({
      width: 36 + text.length * LETTER,
      height: 34,
      body: `${body}<text x="34" y="14">${escapeMarkup(text)}</text>`,
    });
  if (has("measured")) {
    add(ring(3.2), "best cell of its panel");
    const fewer = panels.some(({ grid }) => ringedCells(grid).length < RINGED);
    add(ring(1.5), fewer ? `best ${RINGED}, or two thirds of a small grid` : `best ${RINGED}`);
  }
  if (has("diverged")) {
    add(
      '<rect x="1" y="2" width="24" height="16" fill="currentColor" fill-opacity="0.07"/><path d="M8.5,5.5l9,9m0,-9l-9,9" stroke="currentColor" stroke-opacity="0.6" stroke-width="1.5"/>',
      "diverged",
    );
  }
  if (has("missing")) {
    add(
      '<rect x="1" y="2" width="24" height="16" fill="none" stroke="currentColor" stroke-opacity="0.4" stroke-dasharray="2,3"/>',
      "no result",
    );
  }
  if (marks.some(({ edge }) => edge.length > 0)) {
    const line = marks.some((of) => of.line.length > 0);
    const sign = ["M7,1v18", "M21,1v18"].map((d) => rimmed(d, 4.5, 2.5, "")).join("");
    add(
      line ? sign + rimmed("M0,10h28", 3.5, 1.5, "6,4") : sign,
      `largest decay costing at most ${tolerances} points${line ? ", and the line through these" : ""}`,
    );
  }
  return drawings;
}

/** A light stroke with a dark rim, as the panels draw them. */
function rimmed(d: string, rim: number, width: number, dash: string): string {
  const dashes = dash === "" ? "" : ` stroke-dasharray="${dash}"`;
  return (
    `<path d="${d}" stroke="${INK}" stroke-width="${rim}"/>` +
    `<path d="${d}" stroke="#ffffff" stroke-width="${width}"${dashes}/>`
  );
}
