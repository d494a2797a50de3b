import { coordinateRegret } from "../measures/coordinateRegret.js";
import { couplingSlope } from "../measures/couplingSlope.js";
import { gridOfFigure } from "../measures/grid.js";
import { PAPER_ERROR_SCALE } from "../measures/scale.js";
import type { OptimizerSummary } from "../measures/summary.js";
import { toleranceSlope } from "../measures/toleranceSlope.js";
import type { PaperPanel } from "../paper/panel.js";
import type { HeatPanel } from "./heatPanel.js";
import { seriesNames } from "./names.js";

/** The panels of a figure of the paper for these series, in their order, or all if it has none of them. */
export function paperPanels(figure: readonly PaperPanel[], series: readonly string[]): HeatPanel[] {
  const names = seriesNames(Object.fromEntries(figure.map((panel) => [panel.series, panel])));
  const some = series.flatMap((name) => figure.filter((panel) => panel.series === name));
  return (some.length > 0 ? some : figure).map((panel) => ({
    title: names[panel.series]!,
    decay: panel.decay,
    grid: gridOfFigure(panel),
    scale: PAPER_ERROR_SCALE,
  }));
}

/** The measures of a figure of the paper, by series. */
export type PaperMeasures = Readonly<
  Record<string, Pick<OptimizerSummary, "couplingSlope" | "toleranceSlope" | "coordinateRegret">>
>;

/** What the measures say of a figure of the paper. */
export function paperMeasures(figure: readonly PaperPanel[]): PaperMeasures {
  return Object.fromEntries(
    figure.map((panel) => {
      const grid = gridOfFigure(panel);
      return [
        panel.series,
        {
          couplingSlope: couplingSlope(grid, PAPER_ERROR_SCALE),
          toleranceSlope: toleranceSlope(grid, PAPER_ERROR_SCALE),
          coordinateRegret: coordinateRegret(grid, PAPER_ERROR_SCALE),
        },
      ];
    }),
  );
}
