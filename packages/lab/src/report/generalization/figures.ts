import { meanInterval } from "../../measures/bootstrap.js";
import { mean } from "../../measures/mean.js";
import { meanCurve } from "../../measures/meanCurve.js";
import { type SeriesCell, seedsOf } from "../../measures/seriesCells.js";
import { FIGURE_3 } from "../../paper/figure3.js";
import { randomStream } from "../../random/randomStream.js";
import type { Results } from "../../results.js";
import { axisDomain, someTicks } from "../axisScale.js";
import { bandWords, mostSeeds } from "../bandWords.js";
import { curveLines, type DrawnCurve, epochAxis, schedulePanels } from "../curves.js";
import { errorName } from "../errorWords.js";
import { drawLineChart, type Line, type LinePanel } from "../lineChart.js";
import { lineStyle } from "../lineStyle.js";
import type { Figure } from "../parts.js";
import { capitalized, hyperparameter } from "../words.js";
import { finalPoints, type GeneralizationNumbers } from "./numbers.js";

const ADAM = lineStyle(0);
const ADAMW = lineStyle(1);
const FAINT = { width: 1.1, opacity: 0.6 };

const TRAIN_LOSS = { label: "training loss, nats", scale: "log" } as const;
const L2 = { label: "L2 factor λ", scale: "log" } as const;
const NORMALIZED = { label: "normalized decay λ", scale: "log" } as const;

/** Training loss and test error by epoch, every cell, the best ones thick; beneath, how these were annealed. */
export function everyCurveFigure(numbers: GeneralizationNumbers, results: Results): Figure {
  const error = errorName(results);
  const { best, others } = everyCell(numbers);
  const x = epochAxis(Math.max(0, ...Object.values(results.series).map(({ epochs }) => epochs)));
  const panel = (of: "trainLoss" | "testError"): LinePanel => ({
    x,
    y: of === "trainLoss" ? TRAIN_LOSS : { label: `${error}, %` },
    height: 320,
    lines: [
      ...curveLines(best, (epoch) => epoch[of]),
      ...others.map(({ trials, ...curve }) => ({
        ...curve,
        points: meanCurve(trials).map((epoch) => ({ x: epoch.epoch, y: epoch[of] })),
      })),
    ],
  });
  return {
    file: "learning-curves",
    title: `Training loss and ${error} by epoch`,
    description:
      `Every decay as a line; the one with the least final ${error} is thick. Beneath, learning rate and decay of ` +
      "these, as shares of what they were in the first epoch.",
    caption:
      `Best decays: ${bandWords(mostSeeds(best))}; others without bands. Training loss is measured ` +
      "while training, on augmented images. Both anneal the learning rate alike; the decay of L2 is its factor, which stays.",
    drawing: drawLineChart([panel("trainLoss"), panel("testError"), ...schedulePanels(best, x)]),
  };
}

/** Test error over the decay, Adam and AdamW. */
export function finalErrorFigure({ adam, adamw }: GeneralizationNumbers, results: Results): Figure {
  const error = errorName(results);
  const line = (cells: readonly SeriesCell[]): Line["points"] =>
    cells.flatMap((cell, i) => {
      if (cell.diverged || cell.trials.length === 0) return [];
      const errors = cell.trials.map((trial) => trial.testError!);
      const [low, high] = meanInterval(errors, randomStream(i, "band")) ?? [null, null];
      return { x: cell.weightDecay, y: mean(errors), low, high };
    });
  return {
    file: "final-error",
    title: `Final ${error} over the decay`,
    description: "Left Adam over its L2 factor, right AdamW over its normalized decay.",
    caption: `${capitalized(bandWords(mostSeeds([...adam, ...adamw])))}.`,
    drawing: decayPanels(line(adam), line(adamw), error),
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
    drawing: decayPanels(points(FIGURE_3.adam), points(FIGURE_3.adamw), "test error"),
  };
}

/** Test error against training loss: along the training of the best cells, and where all trainings ended. */
export function equalLossFigure(numbers: GeneralizationNumbers, results: Results): Figure {
  const error = errorName(results);
  const y = { label: `${error}, %` };
  const along = (cell: SeriesCell | null): Line["points"] =>
    meanCurve(cell?.trials ?? []).map(({ trainLoss, testError }) => ({
      x: trainLoss,
      y: testError,
    }));
  const ends = (cells: readonly SeriesCell[]): Line["points"] =>
    finalPoints(cells, seedsOf(cells)).map(({ trainLoss, testError }) => ({ x: trainLoss, y: testError }));
  const { best, adam, adamw, equalLoss } = numbers;
  return {
    file: "error-at-equal-loss",
    title: `${capitalized(error)} at equal training loss`,
    description:
      "Left along the training of the best Adam and AdamW; right where the trainings of all decays ended.",
    caption:
      "Training runs from right to left. Where one line lies below the other, the same training loss came with less " +
      `${error}.${equalLoss ? " The dotted line is the smallest training loss that every run of both best decays reached." : ""}`,
    drawing: drawLineChart([
      {
        title: "along the training of the best decays",
        x: TRAIN_LOSS,
        y,
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
        y,
        height: 340,
        lines: [
          { name: "Adam", points: ends(adam), ...ADAM, width: 1.2, dots: "also" },
          { name: "AdamW", points: ends(adamw), ...ADAMW, width: 1.2, dots: "also" },
        ],
      },
    ]),
  };
}

function decayPanels(adam: Line["points"], adamw: Line["points"], error: string) {
  const values = [...adam, ...adamw].flatMap(({ y, low, high }) => [y ?? [], low ?? [], high ?? []].flat());
  // One span for both, so that heights compare.
  const y = { label: `${error}, %`, domain: axisDomain("linear", values, 0.06) };
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

/** A curve for each cell that did not diverge; the best ones of Adam and AdamW apart. */
function everyCell({ adam, adamw, best }: GeneralizationNumbers) {
  const curves = (name: string, cells: readonly SeriesCell[], thick: SeriesCell | null, style: typeof ADAM) =>
    cells
      .filter((cell) => !cell.diverged && cell.trials.length > 0)
      .map((cell) => {
        const title = `${name}, λ = ${hyperparameter(cell.weightDecay)}`;
        const { trials } = cell;
        return cell === thick
          ? { name: `${title} (best)`, title, trials, ...style }
          : { name: `${name}, other decays`, title, trials, ...style, ...FAINT };
      });
  const all = [...curves("Adam + L2", adam, best.adam, ADAM), ...curves("AdamW", adamw, best.adamw, ADAMW)];
  const isFaint = (curve: DrawnCurve) => curve.opacity !== undefined;
  return { best: all.filter((curve) => !isFaint(curve)), others: all.filter(isFaint) };
}
