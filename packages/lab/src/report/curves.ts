import * as Plot from "@observablehq/plot";
import type { EpochResult, Results, TrialResult } from "../results.js";
import { escapeMarkup } from "./escapeMarkup.js";
import type { Drawing } from "./figure.js";
import { fullName } from "./names.js";
import { plotGroup } from "./plotGroup.js";
import { hyperparameter } from "./words.js";

/** Distinct to colour-blind readers (Okabe & Ito), on light and dark ground; dashes tell them apart without. */
const STROKES = [
  { color: "#d55e00", dash: "none" },
  { color: "#0072b2", dash: "7,3" },
  { color: "#009e73", dash: "2,3" },
  { color: "#cc79a7", dash: "8,3,2,3" },
];

const WIDTH = 1120;
const COLUMN = { width: 540, height: 250, schedule: 110, left: 58, right: 12 };

interface Curve {
  name: string;
  color: string;
  dash: string;
  points: (EpochResult & { share: number })[];
}

/**
 * How each optimizer's best cell learned: test error and training loss by epoch, and beneath both the learning
 * rate as a share of its initial value. The mean over the seeds of the cell. Null when nothing was finished.
 */
export function drawCurves(results: Results): Drawing | null {
  const curves = Object.entries(results.summary).flatMap(([optimizer, summary], i): Curve[] => {
    const best = summary.bestAt;
    if (!best) return [];
    const trials = results.trials.filter(
      (trial) =>
        trial.optimizer === optimizer &&
        trial.learningRate === best.learningRate &&
        trial.weightDecay === best.weightDecay &&
        trial.testError !== null,
    );
    const name = `${fullName(optimizer, trials[0]?.decay ?? "")}, α = ${hyperparameter(best.learningRate)}, λ = ${hyperparameter(best.weightDecay)}`;
    return [{ name, ...STROKES[i % STROKES.length]!, points: meanEpochs(trials) }];
  });
  if (curves.length === 0) return null;
  const legend = drawLegend(curves);
  const top = legend.height;
  const right = WIDTH - COLUMN.width;
  const drawn = [
    [0, top, drawColumnPlot(curves, "testError", "test error, %")],
    [right, top, drawColumnPlot(curves, "trainLoss", "training loss, nats")],
    [0, top + COLUMN.height, drawSchedule(curves)],
    [right, top + COLUMN.height, drawSchedule(curves)],
  ] as const;
  return {
    width: WIDTH,
    height: top + COLUMN.height + COLUMN.schedule,
    body:
      legend.body + drawn.map(([x, y, body]) => `<g transform="translate(${x},${y})">${body}</g>`).join("\n"),
  };
}

function meanEpochs(trials: readonly TrialResult[]): Curve["points"] {
  const length = Math.min(...trials.map((trial) => trial.epochs.length));
  return Array.from({ length }, (_, i) => {
    const mean = (of: (epoch: EpochResult) => number) =>
      trials.reduce((sum, trial) => sum + of(trial.epochs[i]!), 0) / trials.length;
    const learningRate = mean((epoch) => epoch.learningRate);
    return {
      epoch: trials[0]!.epochs[i]!.epoch,
      learningRate,
      share: learningRate / trials[0]!.learningRate,
      trainLoss: mean((epoch) => epoch.trainLoss),
      testLoss: mean((epoch) => epoch.testLoss),
      testError: mean((epoch) => epoch.testError),
    };
  });
}

function drawLegend(curves: readonly Curve[]): Drawing {
  const rows = curves.map(({ name, color, dash }, i) => {
    const x = COLUMN.left + (i % 2) * (WIDTH - COLUMN.width);
    const y = 14 + Math.floor(i / 2) * 20;
    return (
      `<path d="M${x},${y - 4}h34" stroke="${color}" stroke-width="2.5" stroke-dasharray="${dash}"/>` +
      `<text x="${x + 42}" y="${y}" text-anchor="start">${escapeMarkup(name)}</text>`
    );
  });
  return { width: WIDTH, height: 26 + 20 * Math.ceil(curves.length / 2), body: rows.join("") };
}

function drawColumnPlot(curves: readonly Curve[], key: "testError" | "trainLoss", label: string): string {
  return plotGroup({
    ...frame(curves, COLUMN.height, 28),
    y: { label, nice: true, grid: true, ticks: 6, tickSize: 0, labelArrow: "none" },
    marks: [Plot.axisX({ label: null, tickFormat: () => "", tickSize: 0 }), ...lines(curves, key)],
  });
}

function drawSchedule(curves: readonly Curve[]): string {
  return plotGroup({
    ...frame(curves, COLUMN.schedule, 34),
    y: {
      label: "learning rate / α",
      domain: [0, 1],
      ticks: [0, 0.5, 1],
      grid: true,
      tickSize: 0,
      labelArrow: "none",
    },
    marks: [
      Plot.axisX({
        label: "epoch",
        labelArrow: "none",
        labelAnchor: "center",
        ticks: 8,
        tickFormat: "d",
        tickSize: 3,
      }),
      ...lines(curves, "share"),
    ],
  });
}

function frame(curves: readonly Curve[], height: number, marginTop: number): Plot.PlotOptions {
  const last = Math.max(1, ...curves.flatMap(({ points }) => points.map(({ epoch }) => epoch)));
  return {
    width: COLUMN.width,
    height,
    marginLeft: COLUMN.left,
    marginRight: COLUMN.right,
    marginTop,
    marginBottom: height === COLUMN.schedule ? 34 : 8,
    x: { type: "linear", domain: last > 1 ? [1, last] : [0, 2] },
  };
}

function lines(curves: readonly Curve[], key: "testError" | "trainLoss" | "share"): Plot.Markish[] {
  return curves.flatMap(({ points, color, dash }) => [
    Plot.line(points, { x: "epoch", y: key, stroke: color, strokeWidth: 2.2, strokeDasharray: dash }),
    ...(points.length === 1 ? [Plot.dot(points, { x: "epoch", y: key, fill: color, r: 3 })] : []),
  ]);
}
