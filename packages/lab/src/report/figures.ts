import { toleranceSlope } from "../measures/toleranceSlope.js";
import type { Results } from "../results.js";
import { drawCurves } from "./curves.js";
import type { Drawing, FigureText } from "./figure.js";
import { drawHeatMap } from "./heatMap.js";
import { optimizerResults, scalesOf } from "./optimizerResult.js";
import { paperPanels } from "./paperPanels.js";
import { slopeNumber } from "./words.js";

/** A figure of the report, drawn and described. */
export interface Figure extends FigureText {
  /** The name of its SVG file. */
  file: string;
  drawing: Drawing;
}

/** Test error over learning rate and weight decay, one panel per optimizer. */
export function heatMapFigure(results: Results): Figure {
  const all = optimizerResults(results);
  const { error } = scalesOf(results);
  const { task } = results;
  return {
    file: "heatmap.svg",
    title: `Test error over learning rate and weight decay: ${task.model} on ${task.dataset}, ${task.epochs} epochs`,
    description: slopes(all.map(({ name, summary }) => [name, summary.toleranceSlope])),
    drawing: drawHeatMap(all.map(({ name, decay, grid }) => ({ title: name, decay, grid, scale: error }))),
  };
}

/** The panels of the paper's Figure 2 that belong beside the results, drawn in the same way. */
export function paperFigure(results: Results): Figure {
  const panels = paperPanels(Object.keys(results.summary));
  return {
    file: "heatmap-paper.svg",
    title: "Figure 2 of the paper: 26 2x64d Shake-Shake network on CIFAR-10, 100 epochs",
    description: slopes(panels.map(({ title, grid, scale }) => [title, toleranceSlope(grid, scale)])),
    drawing: drawHeatMap(panels),
  };
}

/** How the best cell of each optimizer learned; null when nothing was finished. */
export function curvesFigure(results: Results): Figure | null {
  const drawing = drawCurves(results);
  return (
    drawing && {
      file: "curves.svg",
      title: "Learning curves of each optimizer's best cell",
      description:
        "Test error and training loss by epoch, with the learning rate as a share of its initial value beneath.",
      drawing,
    }
  );
}

function slopes(of: readonly (readonly [string, number | null])[]): string {
  return `Tolerance slopes: ${of.map(([name, slope]) => `${name} ${slopeNumber(slope)}`).join(", ")}.`;
}
