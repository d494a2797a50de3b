import { periodEnds } from "../../measures/anytime.js";
import { type MeanEpoch, meanCurve } from "../../measures/meanCurve.js";
import { FIGURE_4 } from "../../paper/figure4.js";
import { drawLineChart, type Line, type LinePanel } from "../lineChart.js";
import { lineStyle } from "../lineStyle.js";
import type { Figure } from "../parts.js";
import type { RestartsLine } from "./numbers.js";

const EPOCH = { label: "epoch" };
const TEST_ERROR = { label: "test error, %" };

/** Test error and training loss by epoch, beneath them learning rate and decay. */
export function anytimeFigure(lines: readonly RestartsLine[]): Figure {
  const measured = lines.map((line, i) => ({ line, curve: meanCurve(line.trials), style: lineStyle(i) }));
  const last = Math.max(2, ...lines.map(({ plan }) => plan.epochs));
  const panel = (
    y: LinePanel["y"],
    value: (epoch: MeanEpoch, line: RestartsLine) => number | null,
    height: number,
    band?: (epoch: MeanEpoch) => { low: number | null; high: number | null },
  ): LinePanel => ({
    x: { ...EPOCH, domain: [1, last] },
    y,
    height,
    rules: restartEpochs(lines),
    lines: measured.map(({ line, curve, style }) => ({
      name: line.name,
      ...style,
      width: 1.8,
      points: curve.map((epoch) => ({ x: epoch.epoch, y: value(epoch, line), ...band?.(epoch) })),
    })),
  });
  return {
    file: "anytime",
    title: "Test error and training loss by epoch, with and without restarts",
    description:
      "Above test error and training loss, beneath them the learning rate as a share of its initial value, and how " +
      "much of itself each weight loses by decay in an update.",
    caption:
      "Means over seeds; bands reach from the least to the largest seed. Dotted lines are restarts; runs with the same " +
      "schedule lie on one another in the lower row. Between them the " +
      "error of a run with restarts is that of a network still being stirred: its solutions are those at the ends of periods.",
    drawing: drawLineChart([
      panel(
        TEST_ERROR,
        (epoch) => epoch.testError?.mean ?? null,
        320,
        ({ testError }) => ({ low: testError?.least ?? null, high: testError?.largest ?? null }),
      ),
      panel({ label: "training loss, nats", scale: "log" }, (epoch) => epoch.trainLoss.mean, 320),
      panel(
        { label: "learning rate / α", domain: [0, 1.04], ticks: [0, 0.5, 1] },
        (epoch, line) => epoch.learningRate / line.plan.learningRates[0]!,
        180,
      ),
      // The decay of L2 is a part of the gradient: no share of the weights that could be drawn with the others.
      panel(
        { label: "decay per update" },
        (epoch, line) => (line.plan.decay === "l2" ? null : epoch.decay),
        180,
      ),
    ]),
  };
}

/** The solutions one would have at any time: the ends of periods, and the runs without restarts at the same epochs. */
export function solutionsFigure(lines: readonly RestartsLine[]): Figure {
  const ends = [...new Set(lines.flatMap(({ plan }) => periodEnds(plan.schedule, plan.epochs)))].sort(
    (a, b) => a - b,
  );
  const solutions = (line: RestartsLine): Line["points"] =>
    meanCurve(line.trials)
      .filter(({ epoch }) =>
        (line.restarts ? periodEnds(line.plan.schedule, line.plan.epochs) : ends).includes(epoch),
      )
      .map(({ epoch, testError }) => ({
        x: epoch,
        y: testError?.mean ?? null,
        low: testError?.least ?? null,
        high: testError?.largest ?? null,
      }));
  return {
    file: "anytime-solutions",
    title: "Test error at the ends of periods",
    description:
      "Left here, right in the paper's Figure 4: the error of the solution at hand after so many epochs.",
    caption:
      "Left: means over seeds; bands reach from the least to the largest seed. Right: read off Figure 4 of Loshchilov & " +
      "Hutter (CIFAR-10, T_0 = 100, T_mult = 2). The axes span their own ranges: compare shapes.",
    drawing: drawLineChart([
      {
        title: "here",
        x: { ...EPOCH, scale: "log", ticks: ends },
        y: TEST_ERROR,
        lines: lines.map((line, i) => ({
          name: line.name,
          ...lineStyle(i),
          dots: "also",
          points: solutions(line),
        })),
      },
      {
        title: "the paper",
        x: { ...EPOCH, scale: "log", ticks: [100, 300, 700, 1500] },
        y: TEST_ERROR,
        lines: lines.flatMap((line, i) => {
          const error = paperErrors(line.series);
          if (!error) return [];
          const points = FIGURE_4.epochs.map((x, at) => ({ x, y: error[at] ?? null }));
          return { name: line.name, ...lineStyle(i), dots: "also" as const, points };
        }),
      },
    ]),
  };
}

/** The errors of the paper's line of that name, at the epochs of `FIGURE_4`; undefined if there is none. */
export function paperErrors(series: string): readonly (number | null)[] | undefined {
  const { error } = FIGURE_4;
  return Object.hasOwn(error, series) ? error[series as keyof typeof error] : undefined;
}

function restartEpochs(lines: readonly RestartsLine[]): number[] {
  const all = lines
    .filter((line) => line.restarts)
    .flatMap(({ plan }) => periodEnds(plan.schedule, plan.epochs).filter((end) => end < plan.epochs));
  return [...new Set(all)];
}
