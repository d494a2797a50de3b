import { describe, expect, test } from "vitest";
import { FIGURE_2 } from "../paper/figure2.js";
import { coordinateRegret } from "./coordinateRegret.js";
import { couplingSlope } from "./couplingSlope.js";
import { gridOfFigure } from "./grid.js";
import { PAPER_ERROR_SCALE } from "./scale.js";
import { toleranceSlope } from "./toleranceSlope.js";

const expected = {
  sgd: { coupling: "-0.78", tolerance: "-0.85", regret: "0.40" },
  sgdw: { coupling: "0.00", tolerance: "0.14", regret: "0.04" },
  adam: { coupling: "-1.26", tolerance: "-1.59", regret: "0.20" },
  adamw: { coupling: "-0.02", tolerance: "0.02", regret: "0.00" },
};

describe("the measures on the paper's Figure 2", () => {
  test.each(FIGURE_2)("$optimizer", (panel) => {
    const grid = gridOfFigure(panel);
    const print = (value: number | null) => value?.toFixed(2).replace("-0.00", "0.00");
    expect({
      coupling: print(couplingSlope(grid, PAPER_ERROR_SCALE)),
      tolerance: print(toleranceSlope(grid, PAPER_ERROR_SCALE)),
      regret: print(coordinateRegret(grid, PAPER_ERROR_SCALE)),
    }).toEqual(expected[panel.optimizer]);
  });
});
