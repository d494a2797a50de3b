import { periodEnds } from "../../measures/anytime.js";
import type { EpochResult, Results, TrialResult } from "../../results.js";
import { bandWords, mostSeeds } from "../bandWords.js";
import { curveLines, type DrawnCurve, ofOneSeed } from "../curves.js";
import { errorName } from "../errorWords.js";
import { drawLineChart, type LinePanel } from "../lineChart.js";
import { lineStyle } from "../lineStyle.js";
import type { Figure } from "../parts.js";
import { capitalized } from "../words.js";
import type { RestartsLine } from "./numbers.js";
import { paperErrors, paperHalf } from "./paper.js";

const EPOCH = { label: "epoch" };

/** Test error and training loss by epoch, beneath them learning rate and decay. */
export function anytimeFigure(lines: readonly RestartsLine[], results: Results): Figure {
  const error = errorName(results);
  const last = Math.max(2, ...lines.map(({ plan }) => plan.epochs));
  const curves = lines.map(({ name, trials }): DrawnCurve => ({ name, trials, width: 1.8 }));
  const panel = (
    y: LinePanel["y"],
    of: (epoch: EpochResult, trial: TrialResult) => number | null,
    height: number,
    drawn = curves,
  ): LinePanel => ({
    x: { ...EPOCH, domain: [1, last] },
    y,
    height,
    rules: restartEpochs(lines),
    lines: curveLines(drawn, of),
  });
  const schedules = curves.map(ofOneSeed);
  return {
    file: "anytime",
    title: `${capitalized(error)} and training loss by epoch, with and without restarts`,
    description:
      `Above ${error} and training loss, beneath them the learning rate as a share of its initial value, and how ` +
      "much of itself each weight loses by decay in an update.",
    caption:
      `${capitalized(bandWords(mostSeeds(lines)))}. Dotted lines are restarts; runs with the same ` +
      "schedule lie on one another in the lower row. Between them the " +
      "error of a run with restarts is that of a network still being stirred: its solutions are those at the ends of periods.",
    drawing: drawLineChart([
      panel({ label: `${error}, %` }, ({ testError }) => testError, 320),
      panel({ label: "training loss, nats", scale: "log" }, ({ trainLoss }) => trainLoss, 320),
      panel(
        { label: "learning rate / α", domain: [0, 1.04], ticks: [0, 0.5, 1] },
        ({ learningRate }, trial) => learningRate / trial.learningRate,
        180,
        schedules,
      ),
      // The decay of L2 is a part of the gradient: no share of the weights that could be drawn with the others.
      panel(
        { label: "decay per update" },
        ({ decay }, trial) => (trial.decay === "l2" ? null : decay),
        180,
        schedules,
      ),
    ]),
  };
}

/** The solutions one would have at any time: the ends of periods, and the runs without restarts at the same epochs. */
export function solutionsFigure(lines: readonly RestartsLine[], results: Results): Figure {
  const paper = paperHalf(results);
  const error = errorName(results);
  const ends = [...new Set(lines.flatMap(({ plan }) => periodEnds(plan.schedule, plan.epochs)))].sort(
    (a, b) => a - b,
  );
  const curves = curveLines(
    lines.map(({ name, trials }): DrawnCurve => ({ name, trials, dots: "also" })),
    ({ testError }) => testError,
  );
  const endsOf = ({ restarts, plan }: RestartsLine) =>
    restarts ? periodEnds(plan.schedule, plan.epochs) : ends;
  return {
    file: "anytime-solutions",
    title: `${capitalized(error)} at the ends of periods`,
    description:
      "Left here, right in the paper's Figure 4: the error of the solution at hand after so many epochs.",
    caption:
      `Left: ${bandWords(mostSeeds(lines))}. Right: read off Figure 4 of Loshchilov & Hutter (${paper.task}, ` +
      `T_0 = ${paper.ends[0]}, T_mult = 2). The axes span their own ranges: compare shapes.`,
    drawing: drawLineChart([
      {
        title: "here",
        x: { ...EPOCH, scale: "log", ticks: ends },
        y: { label: `${error}, %` },
        lines: curves.map((curve, i) => ({
          ...curve,
          points: curve.points.filter(({ x }) => endsOf(lines[i]!).includes(x)),
        })),
      },
      {
        title: "the paper",
        x: { ...EPOCH, scale: "log", ticks: paper.ends },
        y: { label: `${errorName({ error: paper.errorKind })}, %` },
        lines: lines.flatMap((line, i) => {
          const errors = paperErrors(paper, line.series);
          if (!errors) return [];
          const points = paper.epochs.map((x, at) => ({ x, y: errors[at] ?? null }));
          return { name: line.name, ...lineStyle(i), dots: "also" as const, points };
        }),
      },
    ]),
  };
}

function restartEpochs(lines: readonly RestartsLine[]): number[] {
  const all = lines
    .filter((line) => line.restarts)
    .flatMap(({ plan }) => periodEnds(plan.schedule, plan.epochs).filter((end) => end < plan.epochs));
  return [...new Set(all)];
}
