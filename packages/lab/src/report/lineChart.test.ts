import { describe, expect, test } from "vitest";
import { axisDomain, axisTicks } from "./axisScale.js";
import { standaloneFigure } from "./figure.js";
import { drawLineChart, type LinePanel } from "./lineChart.js";
import { lineStyle } from "./lineStyle.js";

const [red, blue] = [lineStyle(0), lineStyle(1)];

const panels: LinePanel[] = [
  {
    title: "A <panel>",
    x: { label: "epoch" },
    y: { label: "test error, %" },
    rules: [2],
    lines: [
      {
        name: "Adam",
        ...red,
        points: [
          { x: 1, y: 60, low: 58, high: 62 },
          { x: 2, y: null },
          { x: 3, y: 50, low: 47, high: 52 },
        ],
      },
      { name: "AdamW & co", ...blue, dots: "also", points: [1, 2, 3].map((x) => ({ x, y: 61 - 4 * x })) },
    ],
  },
  {
    x: { label: "weight decay", scale: "log" },
    y: { label: "training loss", scale: "log" },
    lines: [
      {
        name: "AdamW & co",
        ...blue,
        dots: "only",
        points: [
          { x: 0, y: 1 },
          { x: 1e-4, y: 0.5 },
          { x: 0.1, y: 0.02 },
        ],
      },
    ],
  },
  { x: { label: "epoch" }, y: { label: "nothing" }, lines: [{ name: "Adam", ...red, points: [] }] },
];

describe("line chart", () => {
  test("a small one, as it has always been drawn", async () => {
    const text = { title: "Lines", description: "Three panels, one of them empty." };
    await expect(standaloneFigure(drawLineChart(panels), text)).toMatchFileSnapshot("testdata/lineChart.svg");
  });

  test("the same data give the same bytes", () => {
    expect(drawLineChart(panels).body).toBe(drawLineChart(panels).body);
  });

  test("names each thing once, escapes it, and says where nothing was measured", () => {
    const { body } = drawLineChart(panels);
    expect(body.match(/>AdamW &amp; co<\/text>/g)).toHaveLength(1);
    expect(body).toContain("A &lt;panel&gt;");
    expect(body.match(/nothing measured yet/g)).toHaveLength(1);
    expect(body).not.toMatch(/NaN|Infinity|undefined/);
  });

  test("a line goes on over what was not measured, and passes over what its axis cannot show", () => {
    const { body } = drawLineChart(panels.slice(0, 1));
    const path = / d="(M[^"Z]+)"[^>]*><title>Adam<\/title>/.exec(body)?.[1] ?? "";
    expect(path.match(/[ML]/g)).toEqual(["M", "L"]);
    // 0 has no place on a log axis: two dots, and the one of the legend.
    expect(drawLineChart(panels.slice(1, 2)).body.match(/<circle/g)).toHaveLength(3);
  });

  test("no panels at all", () => {
    expect(drawLineChart([])).toMatchObject({ height: 0 });
  });
});

describe("axes", () => {
  test.each([
    ["linear", 0, 10, [0, 2, 4, 6, 8, 10]],
    ["linear", 41.3, 60.2, [45, 50, 55, 60]],
    ["linear", 0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    ["linear", -0.45, 9, [0, 2, 4, 6, 8]],
    ["log", 0.01, 10, [0.01, 0.1, 1, 10]],
    ["log", 0.4, 4, [0.5, 1, 2]],
    ["log", 1e-6, 1e4, [1e-6, 1e-4, 0.01, 1, 100, 1e4]],
    ["log", 1.5, 2.1, [1.5, 1.6, 1.7, 1.8, 1.9, 2, 2.1]],
  ] as const)("%s from %d to %d", (scale, low, high, ticks) => {
    expect(axisTicks(scale, [low, high])).toEqual(ticks);
  });

  test("of no value or one", () => {
    expect(axisDomain("linear", [])).toEqual([0, 1]);
    expect(axisDomain("log", [])).toEqual([1, 10]);
    expect(axisDomain("linear", [50])).toEqual([45, 55]);
    expect(axisDomain("log", [4])).toEqual([expect.closeTo(2, 12), expect.closeTo(8, 12)]);
    expect(axisDomain("linear", [2, 4], 0.5)).toEqual([1, 5]);
    expect(axisDomain("log", [1, 100], 0.5)).toEqual([expect.closeTo(0.1, 12), expect.closeTo(1000, 9)]);
  });
});
