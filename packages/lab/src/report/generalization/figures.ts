import { meanCurve, spread } from "../../measures/meanCurve.js";
import { type SeriesCell, seedsOf } from "../../measures/seriesCells.js";
import { FIGURE_3 } from "../../paper/figure3.js";
import { axisDomain, someTicks } from "../axisScale.js";
import { drawLineChart, type Line, type LinePanel } from "../lineChart.js";
import { lineStyle } from "../lineStyle.js";
import type { Figure } from "../parts.js";
import { hyperparameter } from "../words.js";
import { finalPoints, type GeneralizationNumbers } from "./numbers.js";

const ADAM = lineStyle(0);
const ADAMW = lineStyle(1);
const FAINT = { width: 1.1, opacity: 0.6 };

const TEST_ERROR = { label: "test error, %" };
const TRAIN_LOSS = { label: "training loss, nats", scale: "log" } as const;
const L2 = { label: "L2 factor λ", scale: "log" } as const;
const NORMALIZED = { label: "normalized decay λ", scale: "log" } as const;

/** Training loss and test error by epoch, every cell, the best ones thick. */
export function everyCurveFigure(numbers: GeneralizationNumbers): Figure {
  const panel = (of: "trainLoss" | "testError"): LinePanel => ({
    x: { label: "epoch" },
    y: of === "trainLoss" ? TRAIN_LOSS : TEST_ERROR,
    height: 320,
    lines: everyCell(numbers, (cell) =>
      meanCurve(cell.trials).map((epoch) => ({
        x: epoch.epoch,
        y: epoch[of]?.mean ?? null,
        low: epoch[of]?.least ?? null,
        high: epoch[of]?.largest ?? null,
      })),
    ),
  });
  return {
    file: "learning-curves",
    title: "Training loss and test error by epoch",
    description:
      "Every decay as a line, the mean over its seeds; the decay with the least final test error is thick.",
    caption:
      "Means over seeds; bands reach from the least to the largest seed of the best decays. Training loss is measured " +
      "while training, on augmented images.",
    drawing: drawLineChart([panel("trainLoss"), panel("testError")]),
  };
}

/** Test error over the decay, Adam and AdamW. */
export function finalErrorFigure({ adam, adamw }: GeneralizationNumbers): Figure {
  const line = (cells: readonly SeriesCell[]): Line["points"] =>
    cells.flatMap((cell) => {
      if (cell.diverged || cell.trials.length === 0) return [];
      const { mean, least, largest } = spread(cell.trials.map((trial) => trial.testError!));
      return { x: cell.weightDecay, y: mean, low: least, high: largest };
    });
  return {
    file: "final-error",
    title: "Final test error over the decay",
    description: "Left Adam over its L2 factor, right AdamW over its normalized decay.",
    caption: "Means over seeds; bands reach from the least to the largest seed.",
    drawing: decayPanels(line(adam), line(adamw)),
  };
}

/** The same panel of the paper. */
export function paperFigure(): Figure {
  const points = ({ weightDecay, error }: { weightDecay: readonly number[]; error: readonly number[] }) =>
    weightDecay.map((x, i) => ({ x, y: error[i]! })).sort((a, b) => a.x - b.x);
  return {
    file: "final-error-paper",
    title: "Figure 3 of the paper: final test error over the decay",
    description: "Shake-Shake 26 2x96d on CIFAR-10, 1800 epochs: Adam 3.55 % at best, AdamW 3.12 %.",
    caption:
      "Read off the plot of Loshchilov & Hutter, to 0.04 points. The axes span their own ranges: compare shapes.",
    drawing: decayPanels(points(FIGURE_3.adam), points(FIGURE_3.adamw)),
  };
}

/** Test error against training loss: along the training of the best cells, and where all trainings ended. */
export function equalLossFigure(numbers: GeneralizationNumbers): Figure {
  const along = (cell: SeriesCell | null): Line["points"] =>
    meanCurve(cell?.trials ?? []).map(({ trainLoss, testError }) => ({
      x: trainLoss.mean,
      y: testError?.mean ?? null,
    }));
  const ends = (cells: readonly SeriesCell[]): Line["points"] =>
    finalPoints(cells, seedsOf(cells)).map(({ trainLoss, testError }) => ({ x: trainLoss, y: testError }));
  const { best, adam, adamw, equalLoss } = numbers;
  return {
    file: "error-at-equal-loss",
    title: "Test error at equal training loss",
    description:
      "Left along the training of the best Adam and AdamW; right where the trainings of all decays ended.",
    caption:
      "Training runs from right to left. Where one line lies below the other, the same training loss came with less " +
      `test error.${equalLoss ? " The dotted line is the smallest training loss that every run of both best decays reached." : ""}`,
    drawing: drawLineChart([
      {
        title: "along the training of the best decays",
        x: TRAIN_LOSS,
        y: TEST_ERROR,
        height: 340,
        rules: equalLoss ? [equalLoss.trainLoss] : [],
        lines: [
          { name: "Adam", points: along(best.adam), ...ADAM },
          { name: "AdamW", points: along(best.adamw), ...ADAMW },
        ],
      },
      {
        title: "where training ended, all decays",
        x: TRAIN_LOSS,
        y: TEST_ERROR,
        height: 340,
        lines: [
          { name: "Adam", points: ends(adam), ...ADAM, width: 1.2, dots: "also" },
          { name: "AdamW", points: ends(adamw), ...ADAMW, width: 1.2, dots: "also" },
        ],
      },
    ]),
  };
}

function decayPanels(adam: Line["points"], adamw: Line["points"]) {
  const values = [...adam, ...adamw].flatMap(({ y, low, high }) => [y ?? [], low ?? [], high ?? []].flat());
  // One span for both, so that heights compare.
  const y = { ...TEST_ERROR, domain: axisDomain("linear", values, 0.06) };
  const ticks = (points: Line["points"]) => someTicks(points.map(({ x }) => x));
  return drawLineChart([
    {
      x: { ...L2, ticks: ticks(adam) },
      y,
      lines: [{ name: "Adam + L2", points: adam, ...ADAM, dots: "also" }],
    },
    {
      x: { ...NORMALIZED, ticks: ticks(adamw) },
      y,
      lines: [{ name: "AdamW", points: adamw, ...ADAMW, dots: "also" }],
    },
  ]);
}

function everyCell(
  { adam, adamw, best }: GeneralizationNumbers,
  points: (cell: SeriesCell) => Line["points"],
): Line[] {
  const lines = (name: string, cells: readonly SeriesCell[], thick: SeriesCell | null, style: typeof ADAM) =>
    cells
      .filter((cell) => !cell.diverged)
      .map((cell): Line => {
        const title = `${name}, λ = ${hyperparameter(cell.weightDecay)}`;
        if (cell === thick) return { name: `${title} (best)`, title, points: points(cell), ...style };
        const bare = points(cell).map(({ x, y }) => ({ x, y }));
        return { name: `${name}, other decays`, title, points: bare, ...style, ...FAINT };
      });
  const all = [
    ...lines("Adam + L2", adam, best.adam, ADAM),
    ...lines("AdamW", adamw, best.adamw, ADAMW),
  ].filter((line) => line.points.length > 0);
  const isBest = (line: Line) => line.opacity === undefined;
  return [...all.filter(isBest), ...all.filter((line) => !isBest(line))];
}
