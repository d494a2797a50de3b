import type { FoundLearningRate } from "lehr";
import type { Drawing } from "./figure.js";
import { drawLineChart, type Line } from "./lineChart.js";
import { lineStyle } from "./lineStyle.js";

/** A learning-rate range test: the loss over the rate, as it was and smoothed, with the suggested rates marked. */
export function drawRangeTest({ history, suggestions }: FoundLearningRate): Drawing {
  const line = (name: string, style: Partial<Line>, y: (one: (typeof history)[number]) => number): Line => ({
    name,
    ...lineStyle(0),
    ...style,
    points: history.map((one) => ({ x: one.learningRate, y: y(one) })),
  });
  return drawLineChart(
    [
      {
        x: { label: "learning rate", scale: "log" },
        y: { label: "training loss" },
        lines: [
          line("smoothed", {}, ({ smoothed }) => smoothed),
          line("as it was", { opacity: 0.35, width: 1.2 }, ({ loss }) => loss),
        ],
        rules: Object.values(suggestions).filter((rate) => rate !== undefined),
        height: 360,
      },
    ],
    1,
  );
}
