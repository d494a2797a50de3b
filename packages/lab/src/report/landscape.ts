import type { Drawing } from "./figure.js";
import { drawLandscapePanel, type LandscapePanel } from "./landscapePanel.js";
import { type LossBands, lossBands } from "./lossBands.js";
import { lossNumber } from "./words.js";

const GAP = 18;
const PER_ROW = 3;
const BAR = { band: 16, height: 12 };

/**
 * Landscapes of several solutions as filled contours, on one colour scale of the logarithm of the loss, up to three
 * side by side, with a cross on each solution. The same data give the same bytes.
 *
 * @throws RangeError for a landscape along a line: it has no contours.
 */
export function drawLandscapes(panels: readonly LandscapePanel[]): Drawing {
  for (const { title, landscape } of panels) {
    const { positions, losses } = landscape;
    if (losses.length !== positions.length) {
      throw new RangeError(
        `the landscape of ${title} must lie on a plane, with ${positions.length} rows; got ${losses.length}`,
      );
    }
  }
  const bands = lossBands(panels.map(({ landscape }) => landscape));
  const drawings = panels.map((panel) => drawLandscapePanel(panel, bands));
  const across = Math.min(PER_ROW, Math.max(1, panels.length));
  const { width: one, height: tall } = drawings[0] ?? { width: 0, height: 0 };
  const placed = drawings.map(({ body }, i) => {
    const [x, y] = [(i % across) * (one + GAP), Math.floor(i / across) * (tall + GAP)];
    return `<g transform="translate(${x},${y})">${body}</g>`;
  });
  const width = Math.max(640, across * one + (across - 1) * GAP);
  const bottom = Math.ceil(panels.length / across) * (tall + GAP);
  const legend = drawLegend(bands);
  return {
    width,
    height: bottom + legend.height,
    body: [...placed, `<g transform="translate(56,${bottom})">${legend.body}</g>`].join("\n"),
  };
}

function drawLegend({ edges, fill, open }: LossBands): Drawing {
  const count = edges.length - 1;
  const width = count * BAR.band;
  // Each band runs to the end, beneath the next: no seams at any zoom.
  const swatches = Array.from(
    { length: count },
    (_, i) =>
      `<rect x="${i * BAR.band}" y="2" width="${width - i * BAR.band}" height="${BAR.height}" fill="${fill(i)}"/>`,
  );
  const ticks = [0, 1, 2, 3].map((third) => {
    const at = (count * third) / 3;
    const anchor = third === 0 ? "start" : third === 3 ? "end" : "middle";
    const more = third === 3 && open ? "≥ " : "";
    return `<text x="${at * BAR.band}" y="28" text-anchor="${anchor}">${more}${lossNumber(10 ** edges[at]!)}</text>`;
  });
  const sign = `<path d="M${width + 190},3l10,10m0,-10l-10,10" stroke="currentColor" stroke-width="2.2"/>`;
  return {
    width: width + 330,
    height: 38,
    body:
      `<g text-anchor="start">${swatches.join("")}${ticks.join("")}` +
      `<text x="${width + 10}" y="12">loss, nats (equal ratios)</text>${sign}<text x="${width + 208}" y="12">the solution</text></g>`,
  };
}
