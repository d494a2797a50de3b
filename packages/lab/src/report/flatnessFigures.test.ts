import { beforeAll, describe, expect, test } from "vitest";
import { interpolation, type Landscape, landscape, type Weights } from "../flatness/index.js";
import { named, quadratic, withEigenvalues } from "../flatness/testing/quadratic.js";
import { axisOf } from "./axisScale.js";
import { standaloneFigure } from "./figure.js";
import { drawFlatness } from "./flatnessChart.js";
import { flatnessFigure, interpolationFigure, landscapeFigure } from "./flatnessFigures.js";
import { drawInterpolation } from "./interpolation.js";
import { drawLandscapes } from "./landscape.js";
import { lossBands } from "./lossBands.js";

const UNDRAWABLE = /NaN|Infinity|undefined/;

/** A bowl with these curvatures, a quarter of a nat deep at its lowest. */
async function bowl(curvatures: [number, number], points = 21): Promise<Landscape> {
  const f = quadratic(withEigenvalues(curvatures, [[1, 0.3]]), [0, 0]);
  const raised = { loss: async (weights: Weights) => 0.25 + (await f.loss(weights)) };
  return landscape(raised, named([0, 0]), [named([1, 0]), named([0, 1])], { points });
}

describe("landscapes", () => {
  let sharp: Landscape;
  let flat: Landscape;
  beforeAll(async () => {
    sharp = await bowl([40, 3]);
    flat = await bowl([4, 1]);
  });

  test("two bowls, as they have always been drawn", async () => {
    const figure = landscapeFigure([
      { title: "Adam + L2", landscape: sharp },
      { title: "AdamW", landscape: flat },
    ]);
    await expect(standaloneFigure(figure.drawing, figure)).toMatchFileSnapshot("testdata/landscape.svg");
    expect(figure.description).toBe(
      "Filled contours of the training loss on the plane of two random directions: " +
        "Adam + L2 from 0.25 at the solution to 38.8 and AdamW from 0.25 at the solution to 4.13.",
    );
  });

  test("the same data give the same bytes, also after other drawings", () => {
    const draw = () => drawLandscapes([{ title: "AdamW", landscape: flat }]).body;
    const first = draw();
    drawLandscapes([{ title: "Adam", landscape: sharp }]);
    expect(draw()).toBe(first);
  });

  test("colours mean the same losses on all panels, and end at 10 nats", () => {
    const { edges, open, level } = lossBands([sharp, flat]);
    expect(10 ** edges[0]!).toBeCloseTo(0.25, 9);
    expect(10 ** edges.at(-1)!).toBeCloseTo(10, 9);
    expect(open).toBe(true);
    expect([level(0), level(1e9), level(null)]).toEqual([edges[0], edges.at(-1), edges.at(-1)]);
    expect(lossBands([flat]).open).toBe(false);
  });

  test("the axes say what a step along them is", () => {
    const panel = { title: "a <b>", landscape: flat };
    expect(drawLandscapes([panel]).body).toContain("direction 1, in filter norms");
    expect(drawLandscapes([panel]).body).toContain("direction 2, in filter norms");
    expect(drawLandscapes([panel]).body).toContain("a &lt;b&gt;");
  });

  test.each([
    [
      "two points",
      {
        positions: [-1, 1],
        losses: [
          [1, 2],
          [3, 4],
        ],
      },
    ],
    [
      "all equal",
      {
        positions: [-1, 0, 1],
        losses: [
          [1, 1, 1],
          [1, 1, 1],
          [1, 1, 1],
        ],
      },
    ],
    [
      "nothing finite",
      {
        positions: [-1, 1],
        losses: [
          [null, null],
          [null, null],
        ],
      },
    ],
    [
      "zeros",
      {
        positions: [-1, 1],
        losses: [
          [0, 0],
          [0, 1],
        ],
      },
    ],
    [
      "nothing below 10 nats",
      {
        positions: [-1, 1],
        losses: [
          [20, 30],
          [40, 1e9],
        ],
      },
    ],
  ])("%s can be drawn", (_, some) => {
    const figure = landscapeFigure([{ title: "a", landscape: some }]);
    expect(standaloneFigure(figure.drawing, figure)).not.toMatch(UNDRAWABLE);
  });

  test("no panel at all can be drawn, a line cannot", () => {
    expect(drawLandscapes([]).body).not.toMatch(UNDRAWABLE);
    const line = { positions: [-1, 0, 1], losses: [[1, 0, 1]] };
    expect(() => drawLandscapes([{ title: "AdamW", landscape: line }])).toThrow(
      "the landscape of AdamW must lie on a plane, with 3 rows; got 1",
    );
  });
});

describe("interpolation", () => {
  const between = { first: "Adam + L2", second: "AdamW" };

  test("a barrier between two solutions, as it has always been drawn", async () => {
    const along = (floor: number, tilt: number, height: number, ceiling: number) => {
      const loss = async (weights: Weights) => {
        const t = weights["layer/bias"]![0]!;
        return Math.min(ceiling, floor + tilt * (1 - t) ** 2 + height * (t * (1 - t)) ** 2);
      };
      return interpolation({ loss }, named([0]), named([1]));
    };
    const trainLoss = await along(0.05, 0.05, 30, 100);
    const testError = await along(12, 4, 800, 90);
    const figure = interpolationFigure({ ...between, trainLoss, testError });
    await expect(standaloneFigure(figure.drawing, figure)).toMatchFileSnapshot("testdata/interpolation.svg");
    expect(figure.title).toBe("On the line from Adam + L2 to AdamW");
    expect(figure.description).toMatch(
      /^Between the two the training loss is at most 1\.94 nats, the test error/,
    );
  });

  test.each([
    ["nothing finite", { positions: [0, 1], losses: [null, null] }],
    ["a gap", { positions: [-0.5, 0, 1, 1.5], losses: [null, 1, 2, 300] }],
    ["neither solution in view", { positions: [0.25, 0.75], losses: [1, 1] }],
  ])("%s can be drawn", (_, some) => {
    const figure = interpolationFigure({ ...between, trainLoss: some, testError: some });
    expect(standaloneFigure(figure.drawing, figure)).not.toMatch(UNDRAWABLE);
  });

  test("names are escaped", () => {
    const some = { positions: [0, 1], losses: [1, 1] };
    const { body } = drawInterpolation({ first: "a<b", second: "c", trainLoss: some, testError: some });
    expect(body).toContain("a&lt;b");
  });
});

describe("measures of flatness", () => {
  const solutions = ["Adam + L2", "AdamW", "SGDW", "AdamW + SAM", "AdamWR"];
  const measures = [
    { label: "sharpness, nats", values: [0.31, 0.12, 0.09, 0.02, 0.15] },
    { label: "largest curvature", values: [210, 48, 33, 6.1, null] },
    {
      label: "trace of the Hessian",
      values: [4100, 920, 640, 88, 1100],
      standardErrors: [1400, 210, 150, 30, null],
    },
    { label: "rise to all sides, nats", values: [0.4, 0.3, 0.35, -0.02, 0.31] },
  ];

  test("four of five solutions, as they have always been drawn", async () => {
    const figure = flatnessFigure(solutions, measures);
    await expect(standaloneFigure(figure.drawing, figure)).toMatchFileSnapshot("testdata/flatness.svg");
    expect(figure.description).toContain("AdamWR an unknown value; trace of the Hessian: Adam + L2 4100");
  });

  test("the axis is logarithmic where values span more than a decade, else linear with zero on it", () => {
    expect(axisOf([0.02, null, 0.31])).toMatchObject({ scale: "log", domain: [0.01, 1] });
    expect(axisOf([1, 2])).toMatchObject({ scale: "linear", domain: [0, 2] });
    expect(axisOf([-1, 200])).toMatchObject({ scale: "linear", domain: [-1, 200] });
    expect(axisOf([0, 0])).toMatchObject({ scale: "linear", domain: [0, 1] });
    expect(axisOf([])).toMatchObject({ scale: "linear", domain: [0, 1] });
  });

  test("the same data give the same bytes", () => {
    expect(drawFlatness(solutions, measures).body).toBe(drawFlatness(solutions, measures).body);
  });

  test.each([
    ["nothing known", ["a", "b"], [{ label: "sharpness", values: [null, Number.NaN] }]],
    ["no measure", ["a"], []],
    ["no solution", [], [{ label: "sharpness", values: [] }]],
    ["an error beyond zero", ["a", "b"], [{ label: "trace", values: [1, 100], standardErrors: [2, 3] }]],
  ])("%s can be drawn", (_, some, of) => {
    const figure = flatnessFigure(some, of);
    expect(standaloneFigure(figure.drawing, figure)).not.toMatch(UNDRAWABLE);
  });
});
