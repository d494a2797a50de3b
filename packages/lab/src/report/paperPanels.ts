import { coordinateRegret } from "../measures/coordinateRegret.js";
import { couplingSlope } from "../measures/couplingSlope.js";
import { gridOfFigure } from "../measures/grid.js";
import { PAPER_ERROR_SCALE } from "../measures/scale.js";
import { toleranceSlope } from "../measures/toleranceSlope.js";
import { FIGURE_2 } from "../paper/figure2.js";
import type { HeatPanel } from "./heatPanel.js";
import { fullName } from "./names.js";

/** The panels of the paper's Figure 2 for these optimizers, in their order, or all if it has none of them. */
export function paperPanels(optimizers: readonly string[]): HeatPanel[] {
  const some = optimizers.flatMap((name) => FIGURE_2.filter((panel) => panel.optimizer === name));
  return (some.length > 0 ? some : FIGURE_2).map((panel) => ({
    title: fullName(panel.optimizer, panel.decay),
    decay: panel.decay,
    grid: gridOfFigure(panel),
    scale: PAPER_ERROR_SCALE,
  }));
}

/** What the measures say of the paper's Figure 2, by optimizer. */
export const PAPER_MEASURES: Readonly<
  Record<
    string,
    { couplingSlope: number | null; toleranceSlope: number | null; coordinateRegret: number | null }
  >
> = Object.fromEntries(
  FIGURE_2.map((panel) => {
    const grid = gridOfFigure(panel);
    return [
      panel.optimizer,
      {
        couplingSlope: couplingSlope(grid, PAPER_ERROR_SCALE),
        toleranceSlope: toleranceSlope(grid, PAPER_ERROR_SCALE),
        coordinateRegret: coordinateRegret(grid, PAPER_ERROR_SCALE),
      },
    ];
  }),
);
