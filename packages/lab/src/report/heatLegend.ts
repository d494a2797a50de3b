import type { CellState } from "../measures/grid.js";
import type { ErrorColor } from "./errorColor.js";
import { escapeMarkup } from "./escapeMarkup.js";
import type { Drawing } from "./figure.js";
import { type HeatPanel, RINGED } from "./heatPanel.js";
import { toleranceMarks } from "./toleranceMarks.js";

const BAR = { width: 220, height: 12, steps: 55 };
const INK = "#14110f";

/** The legend below the panels: the colours, and every sign that occurs on the panels, in rows `width` wide. */
export function drawHeatLegend(panels: readonly HeatPanel[], color: ErrorColor, width: number): Drawing {
  const entries = [bar(color), ...signs(panels)];
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

function bar(color: ErrorColor): Drawing {
  const step = BAR.width / BAR.steps;
  const at = (share: number) => color.best + (color.worst - color.best) * share;
  const stripes = Array.from(
    { length: BAR.steps },
    (_, i) =>
      `<rect x="${i * step}" y="2" width="${step + (i < BAR.steps - 1 ? 0.5 : 0)}" height="${BAR.height}" fill="${color.fill(at((i + 0.5) / BAR.steps))}"/>`,
  ).join("");
  const ticks = [0, 0.5, 1].map((share) => {
    const anchor = share === 0 ? "start" : share === 1 ? "end" : "middle";
    const more = share === 1 ? "≥ " : "";
    return `<text x="${BAR.width * share}" y="28" text-anchor="${anchor}">${more}${Number(at(share).toPrecision(3))}</text>`;
  });
  const label = "test error, %";
  return {
    width: BAR.width + 90,
    height: 34,
    body: `${stripes}${ticks.join("")}<text x="${BAR.width + 8}" y="12">${label}</text>`,
  };
}

function signs(panels: readonly HeatPanel[]): Drawing[] {
  const has = (state: CellState) =>
    panels.some(({ grid }) => grid.cells.flat().some((cell) => cell.state === state));
  const marks = panels.map(({ grid, scale }) => toleranceMarks(grid, scale));
  const tolerances = [...new Set(panels.map(({ scale }) => scale.tolerance))].join(" or ");
  const ring = (width: number) =>
    `<rect x="1" y="3" width="24" height="14" rx="7" fill="#fff" stroke="${INK}" stroke-width="${width}"/>`;
  const drawings: Drawing[] = [];
  const add = (body: string, text: string) =>
    drawings.push({
      // Text is not measured on the server: 6.4 is a generous mean width of a letter at this size.
      width: 36 + text.length * 6.4,
      height: 34,
      body: `${body}<text x="34" y="14">${escapeMarkup(text)}</text>`,
    });
  if (has("measured")) {
    add(ring(3.2), "best cell of its panel");
    add(ring(1.5), `best ${RINGED}`);
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
      "not run",
    );
  }
  if (marks.some(({ edge }) => edge.length > 0)) {
    add(
      `<path d="M13,1v18" stroke="${INK}" stroke-width="4.5"/><path d="M13,1v18" stroke="#fff" stroke-width="2.5"/>`,
      `largest decay that costs at most ${tolerances} points`,
    );
  }
  if (marks.some(({ line }) => line.length > 0)) {
    add(
      `<path d="M0,10h27" stroke="${INK}" stroke-width="3.5"/><path d="M0,10h27" stroke="#fff" stroke-width="1.5" stroke-dasharray="6,4"/>`,
      "straight line through them",
    );
  }
  return drawings;
}
