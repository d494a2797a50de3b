import * as Plot from "@observablehq/plot";
import type { ScheduleCurve } from "../training/scheduleCurve.js";
import type { Drawing } from "./figure.js";
import { lineStyle } from "./lineStyle.js";
import { plotGroup } from "./plotGroup.js";

const width = 720;
const height = 240;
const colors = { learningRate: lineStyle(0).color, decay: lineStyle(1).color };

/** The course of a run's learning rate, and beneath it that of its weight decay where there is one. */
export function drawSchedule({ points, restarts }: ScheduleCurve, decayLabel?: string): Drawing {
  const starts = points.filter(({ update }) => restarts.includes(update)).map(({ epoch }) => epoch);
  const panels = [panel(points, starts, "learningRate", "learning rate")];
  if (decayLabel !== undefined) panels.push(panel(points, starts, "decay", decayLabel));
  return {
    width,
    height: height * panels.length,
    body: panels.map((body, i) => `<g transform="translate(0,${i * height})">${body}</g>`).join("\n"),
  };
}

function panel(
  points: ScheduleCurve["points"],
  starts: readonly number[],
  key: keyof typeof colors,
  label: string,
): string {
  return plotGroup({
    width,
    height,
    marginLeft: 64,
    marginRight: 14,
    marginTop: 28,
    marginBottom: 36,
    x: { type: "linear", label: "epoch", labelArrow: "none", labelAnchor: "center" },
    y: { label, labelArrow: "none", grid: true, zero: true, tickSize: 0 },
    marks: [
      Plot.ruleX(starts, { stroke: "currentColor", strokeOpacity: 0.25, strokeDasharray: "2,3" }),
      Plot.line(points, { x: "epoch", y: key, stroke: colors[key], strokeWidth: 2 }),
    ],
  });
}
