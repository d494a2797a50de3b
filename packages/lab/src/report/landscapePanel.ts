import * as Plot from "@observablehq/plot";
import { FILTER_NORMS } from "../flatness/filterNormalizedDirection.js";
import type { Landscape } from "../flatness/landscape.js";
import { escapeMarkup } from "./escapeMarkup.js";
import type { Drawing } from "./figure.js";
import type { LossBands } from "./lossBands.js";
import { plotGroup } from "./plotGroup.js";
import { lossNumber } from "./words.js";

/** One solution's landscape on a plane. */
export interface LandscapePanel {
  /** "AdamW, λ = 0.025". */
  title: string;
  landscape: Landscape;
}

const SIDE = 292;
const MARGIN = { left: 56, top: 50, right: 8, bottom: 48 };
const INK = "#14110f";

/** Draws one landscape as filled contours, with a cross on the solution. */
export function drawLandscapePanel({ title, landscape }: LandscapePanel, bands: LossBands): Drawing {
  const { positions } = landscape;
  const domain = [positions[0]!, positions.at(-1)!] as const;
  const width = MARGIN.left + SIDE + MARGIN.right;
  const height = MARGIN.top + SIDE + MARGIN.bottom;
  const frame = plotGroup({
    width,
    height,
    marginLeft: MARGIN.left,
    marginTop: MARGIN.top,
    marginRight: MARGIN.right,
    marginBottom: MARGIN.bottom,
    x: { type: "linear", domain, axis: null },
    y: { type: "linear", domain, axis: null },
    marks: [...axes(), ...cross(domain)],
  });
  const heading =
    `<text x="${MARGIN.left}" y="20" text-anchor="start" font-size="15" font-weight="600">${escapeMarkup(title)}</text>` +
    `<text x="${MARGIN.left}" y="39" text-anchor="start">${escapeMarkup(solutionWords(landscape))}</text>`;
  return { width, height, body: heading + drawContours(landscape, bands) + frame };
}

/** The loss at the solution itself; null where the grid does not hold it or it is not finite. */
export function lossAtSolution({ positions, losses }: Landscape): number | null {
  const origin = positions.findIndex((position) => Math.abs(position) < 1e-9);
  return losses[origin]?.[origin] ?? null;
}

function solutionWords(landscape: Landscape): string {
  const loss = lossAtSolution(landscape);
  return loss === null ? "" : `loss at the solution: ${lossNumber(loss)}`;
}

/**
 * The contours reach half a sample beyond the first and last positions, where they have cut corners. An inner <svg>
 * cuts that off; unlike a clip path it needs no name.
 */
function drawContours({ positions, losses }: Landscape, bands: LossBands): string {
  const [from, to] = [positions[0]!, positions.at(-1)!];
  const half = (to - from) / (positions.length - 1) / 2;
  const body = plotGroup({
    width: SIDE,
    height: SIDE,
    margin: 0,
    x: { type: "linear", domain: [from, to], axis: null },
    y: { type: "linear", domain: [from, to], axis: null },
    marks: [
      Plot.contour(losses.flat().map(bands.level), {
        width: positions.length,
        height: positions.length,
        x1: from - half,
        y1: from - half,
        x2: to + half,
        y2: to + half,
        value: Plot.identity,
        thresholds: bands.edges.slice(0, -1),
        fill: ({ value }: Contour) => bands.fill(bands.edges.indexOf(value)),
        title: ({ value }: Contour) => `loss ${lossNumber(10 ** value)} or more`,
        stroke: INK,
        strokeOpacity: 0.35,
        strokeWidth: 0.5,
      }),
    ],
  });
  return `<svg x="${MARGIN.left}" y="${MARGIN.top}" width="${SIDE}" height="${SIDE}" overflow="hidden">${body}</svg>`;
}

/** What Plot hands to the channels of a contour: the threshold that it encloses. */
interface Contour {
  value: number;
}

function axes(): Plot.Markish[] {
  const ticks = { ticks: 5, tickSize: 4, fontSize: 11, label: null };
  return [
    Plot.axisX(ticks),
    Plot.axisY(ticks),
    Plot.text([`direction 1, in ${FILTER_NORMS}`], {
      frameAnchor: "bottom",
      lineAnchor: "bottom",
      dy: 42,
      fontSize: 12,
    }),
    Plot.text([`direction 2, in ${FILTER_NORMS}`], {
      frameAnchor: "left",
      textAnchor: "middle",
      rotate: -90,
      dx: -46,
      fontSize: 12,
    }),
  ];
}

/** A dark cross with a light rim, so that it shows on every colour; none where the solution is not in view. */
function cross([from, to]: readonly [number, number]): Plot.Markish[] {
  if (from > 0 || to < 0) return [];
  const solution = [{ x: 0, y: 0 }];
  const sign = { x: "x", y: "y", symbol: "times", r: 6, pointerEvents: "none" } as const;
  return [
    Plot.dot(solution, { ...sign, stroke: "#ffffff", strokeWidth: 5 }),
    Plot.dot(solution, { ...sign, stroke: INK, strokeWidth: 2.2 }),
  ];
}
