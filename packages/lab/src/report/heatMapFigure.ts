import { toleranceSlope } from "../measures/toleranceSlope.js";
import type { PaperPanel } from "../paper/panel.js";
import type { Results } from "../results.js";
import { errorName } from "./errorWords.js";
import { drawHeatMap } from "./heatMap.js";
import { paperPanels } from "./paperPanels.js";
import type { Figure } from "./parts.js";
import { seriesResults } from "./seriesResult.js";
import { settingTitle } from "./setting.js";
import { capitalized, slopeNumber } from "./words.js";

/** Test error over learning rate and weight decay, one panel per series, on one scale of colours. */
export function heatMapFigure(results: Results): Figure {
  const all = seriesResults(results);
  const scale = results.scales.error;
  const error = errorName(results);
  return {
    file: "heatmap",
    title: `${capitalized(error)} over learning rate and weight decay: ${settingTitle(results)}`,
    description: slopes(all.map(({ name, summary }) => [name, summary.toleranceSlope])),
    drawing: drawHeatMap(
      all.map(({ name, series, grid }) => ({ title: name, decay: series.decay, grid, scale, error })),
    ),
    caption: `Each square is a network trained${seedWords(results)}.`,
  };
}

/**
 * The panels of a figure of the paper that belong beside the results, drawn in the same way.
 *
 * @param number of the figure.
 */
export function paperFigure(results: Results, number: number, figure: readonly PaperPanel[]): Figure {
  const panels = paperPanels(figure, Object.keys(results.series));
  return {
    file: "heatmap-paper",
    title: `Figure ${number} of the paper: 26 2x64d Shake-Shake network on CIFAR-10, 100 epochs`,
    description: slopes(panels.map(({ title, grid, scale }) => [title, toleranceSlope(grid, scale)])),
    drawing: drawHeatMap(panels),
    caption:
      `Figure ${number} of Loshchilov & Hutter, read off the printed colours (to 0.06 points) and drawn as above. ` +
      "The colours span their own range: compare the shapes, not the shades.",
  };
}

function seedWords({ seeds }: Results): string {
  return seeds > 1 ? `, the mean of ${seeds} seeds` : " with one seed";
}

function slopes(of: readonly (readonly [string, number | null])[]): string {
  return `Tolerance slopes: ${of.map(([name, slope]) => `${name} ${slopeNumber(slope)}`).join(", ")}.`;
}
