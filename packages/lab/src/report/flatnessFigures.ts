import { FILTER_NORMS } from "../flatness/filterNormalizedDirection.js";
import type { Interpolation } from "../flatness/interpolation.js";
import { drawFlatness, type MeasuredFlatness } from "./flatnessChart.js";
import { drawInterpolation, type InterpolationResult } from "./interpolation.js";
import { drawLandscapes } from "./landscape.js";
import { type LandscapePanel, lossAtSolution } from "./landscapePanel.js";
import { drawLineChart } from "./lineChart.js";
import { lineStyle } from "./lineStyle.js";
import type { Figure } from "./parts.js";
import { listed, lossNumber } from "./words.js";

/** The loss on a plane around each of several solutions. @throws RangeError for a landscape along a line. */
export function landscapeFigure(panels: readonly LandscapePanel[]): Figure {
  const told = panels.map(({ title, landscape }) => {
    const highest = landscape.losses
      .flat()
      .reduce<number>((most, loss) => Math.max(most, loss ?? Infinity), -Infinity);
    const at = lossAtSolution(landscape);
    return `${title} from ${numberWords(at)} at the solution to ${numberWords(highest)}`;
  });
  return {
    file: "landscape",
    title: "The loss around each solution",
    description: `Filled contours of the training loss on the plane of two random directions: ${listed(told)}.`,
    drawing: drawLandscapes(panels),
  };
}

/**
 * The loss along one direction through each of several solutions, a line each.
 *
 * @param panels landscapes of one row.
 */
export function landscapeLineFigure(panels: readonly LandscapePanel[]): Figure {
  return {
    file: "landscape",
    title: "The loss on a line through the solution",
    description: "The training loss along a random direction; the solution is at 0.",
    drawing: drawLineChart([
      {
        x: { label: `along the direction, in ${FILTER_NORMS}` },
        y: { label: "training loss, nats" },
        rules: [0],
        lines: panels.map(({ title, landscape: { positions, losses } }, i) => ({
          ...lineStyle(i),
          name: title,
          points: positions.map((x, column) => ({ x, y: losses[0]![column]! })),
        })),
      },
    ]),
  };
}

/**
 * Training loss and test error on the straight line through two solutions.
 *
 * @param file the name of its file; "interpolation" by default.
 */
export function interpolationFigure(result: InterpolationResult, file = "interpolation"): Figure {
  const { first, second, trainLoss, testError } = result;
  return {
    file,
    title: `On the line from ${first} to ${second}`,
    description:
      `Between the two the training loss is at most ${numberWords(highestBetween(trainLoss))} nats, ` +
      `the test error at most ${numberWords(highestBetween(testError))} %.`,
    drawing: drawInterpolation(result),
  };
}

/**
 * Measures of flatness of several solutions.
 *
 * @param solutions their names, different from one another.
 */
export function flatnessFigure(solutions: readonly string[], measures: readonly MeasuredFlatness[]): Figure {
  const told = measures.map(
    ({ label, values }) =>
      `${label}: ${solutions.map((name, i) => `${name} ${numberWords(values[i] ?? null)}`).join(", ")}`,
  );
  return {
    file: "flatness",
    title: "How flat each solution is",
    description: `Smaller is flatter. ${told.join("; ")}.`,
    drawing: drawFlatness(solutions, measures),
  };
}

function highestBetween({ positions, losses }: Interpolation): number | null {
  const between = losses.filter((_, i) => positions[i]! >= 0 && positions[i]! <= 1);
  return between.reduce<number | null>(
    (most, loss) => (loss === null ? most : Math.max(most ?? loss, loss)),
    null,
  );
}

function numberWords(value: number | null): string {
  if (value === null) return "an unknown value";
  return Number.isFinite(value) ? lossNumber(value) : "beyond all numbers";
}
