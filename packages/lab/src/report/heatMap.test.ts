import { describe, expect, test } from "vitest";
import type { Cell, CellState, Grid } from "../measures/grid.js";
import { PAPER_ERROR_SCALE, SMALL_BUDGET_ERROR_SCALE } from "../measures/scale.js";
import { FIGURE_2 } from "../paper/figure2.js";
import { axisPosition } from "./axisPosition.js";
import { errorColor } from "./errorColor.js";
import { inlineFigure, standaloneFigure } from "./figure.js";
import { drawHeatMap } from "./heatMap.js";
import { ringedCells } from "./heatPanel.js";
import { paperPanels } from "./paperPanels.js";
import { toleranceMarks } from "./toleranceMarks.js";

const TEXT = { title: "A <map>", description: "Two & two" };

function gridOf(values: (number | CellState)[][]): Grid {
  const cell = (value: number | CellState): Cell =>
    typeof value === "number"
      ? { state: "measured", value, seeds: 1 }
      : { state: value, value: null, seeds: 0 };
  return {
    learningRate: values.map((_, row) => 0.1 / 2 ** row),
    weightDecay: values[0]?.map((_, column) => 0.001 * 2 ** column) ?? [],
    cells: values.map((row) => row.map(cell)),
  };
}

function draw(grid: Grid, decay = "l2") {
  return drawHeatMap([{ title: "Adam + L2", decay, grid, scale: SMALL_BUDGET_ERROR_SCALE }]);
}

describe("heat map", () => {
  const small = gridOf([
    [40, 41, 60, "diverged"],
    [42, 40.5, 43, 55],
    [42, 41, 41.5, 47],
    [45, 44, "missing", "missing"],
  ]);

  test("a small one, as it has always been drawn", async () => {
    await expect(standaloneFigure(draw(small), TEXT)).toMatchFileSnapshot("testdata/heatmap.svg");
  });

  test("the same data give the same bytes, also after other drawings", () => {
    const first = drawHeatMap(paperPanels(FIGURE_2, ["adam", "adamw"])).body;
    draw(small);
    expect(drawHeatMap(paperPanels(FIGURE_2, ["adam", "adamw"])).body).toBe(first);
  });

  test("says which convention the decay axis means, and names every sign that occurs", () => {
    const { body } = draw(small);
    for (const words of [
      "L2: λθ joins the gradient",
      "diverged",
      "no result",
      "best cell of its panel",
      "best 10",
    ]) {
      expect(body).toContain(words);
    }
    expect(draw(small, "decoupled").body).toContain("decoupled: θ ← θ − ηλθ");
    expect(draw(gridOf([[40]])).body).not.toMatch(/diverged|no result|costing/);
  });

  test("carries its title and description for those who cannot see it", () => {
    expect(inlineFigure(draw(small), TEXT)).toContain('role="img" aria-label="A &lt;map&gt;. Two &amp; two"');
    expect(inlineFigure(draw(small), TEXT)).toContain(
      "<title>A &lt;map&gt;</title><desc>Two &amp; two</desc>",
    );
  });

  test.each([
    ["one cell", gridOf([[40]])],
    ["one row", gridOf([[40, 50]])],
    ["one column", gridOf([[40], [50]])],
    ["all diverged", gridOf([["diverged", "diverged"]])],
    ["nothing run", gridOf([["missing"]])],
    ["nothing at all", gridOf([])],
    [
      "all equal",
      gridOf([
        [40, 40],
        [40, 40],
      ]),
    ],
    [
      "all as bad as chance",
      gridOf([
        [90, 90],
        [90, 90],
      ]),
    ],
  ])("%s can be drawn", (_, grid) => {
    expect(draw(grid).body).not.toMatch(/NaN|Infinity|undefined/);
  });

  test("no panel at all can be drawn", () => {
    expect(drawHeatMap([]).body).not.toMatch(/NaN|Infinity|undefined/);
  });

  test("rings the ten best, of a small grid two thirds", () => {
    const [adam] = paperPanels(FIGURE_2, ["adam"]);
    expect(ringedCells(adam!.grid)).toHaveLength(10);
    expect(ringedCells(gridOf([[40, 41, 42]]))).toHaveLength(2);
  });
});

describe("tolerance marks", () => {
  test("two learning rates have no line: two points always lie on one", () => {
    const two = gridOf([
      [40, 41, 60],
      [40, 40, 46],
    ]);
    const { edge, line } = toleranceMarks(two, SMALL_BUDGET_ERROR_SCALE);
    expect([edge.length, line.length]).toEqual([2, 0]);
  });

  test("the paper's AdamW has an upright line, its Adam a diagonal one", () => {
    const [adam, adamw] = paperPanels(FIGURE_2, ["adam", "adamw"]).map(
      ({ grid }) => toleranceMarks(grid, PAPER_ERROR_SCALE).line,
    );
    const lean = (line: { x: number; y: number }[]) =>
      (line.at(-1)!.x - line[0]!.x) / (line.at(-1)!.y - line[0]!.y);
    expect(lean(adam!)).toBeCloseTo(1.59, 1);
    expect(lean(adamw!)).toBeCloseTo(-0.02, 1);
  });

  test("positions lie between the columns in logarithms, whichever way the axis runs", () => {
    expect(axisPosition([1, 10, 100], 10)).toBeCloseTo(1, 12);
    expect(axisPosition([1, 10, 100], Math.sqrt(1000))).toBeCloseTo(1.5, 12);
    expect(axisPosition([1, 10, 100], 1000)).toBeCloseTo(3, 12);
    expect(axisPosition([1, 10, 100], 0.1)).toBeCloseTo(-1, 12);
    expect(axisPosition([4, 2, 1], 2)).toBeCloseTo(1, 12);
    expect(axisPosition([4, 2, 1], 0.5)).toBeCloseTo(3, 12);
    expect(axisPosition([1, 4, 40], 2)).toBeCloseTo(0.5, 12);
  });
});

test("the text in every cell contrasts with its colour at 4.5 to 1 or better", () => {
  const color = errorColor(0, 100);
  const luminance = (hex: string) => {
    const [r, g, b] = [1, 3, 5].map((at) => {
      const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
      return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
  };
  for (let error = 0; error <= 110; error++) {
    const [a, b] = [luminance(color.fill(error)), luminance(color.text(error))];
    expect((Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)).toBeGreaterThan(4.5);
  }
});
