import { trialsOfBest } from "../measures/bestCell.js";
import type { Results } from "../results.js";
import { bandWords, mostSeeds } from "./bandWords.js";
import { type Curve, drawCurves } from "./curves.js";
import type { Judged } from "./errorWords.js";
import type { Figure } from "./parts.js";
import { seriesResults } from "./seriesResult.js";
import { capitalized, hyperparameter } from "./words.js";

/** The best cell of each series as a curve; series of which nothing finished have none. */
export function bestCurves(results: Results): Curve[] {
  return seriesResults(results).flatMap(({ key, name, summary: { bestAt } }) => {
    if (!bestAt) return [];
    const at = `α = ${hyperparameter(bestAt.learningRate)}, λ = ${hyperparameter(bestAt.weightDecay)}`;
    return [{ name: `${name}, ${at}`, trials: trialsOfBest(results, key) }];
  });
}

/**
 * Learning curves as a figure "curves" of the report; none where there is nothing to draw.
 *
 * @param what "the best cell of each series", for title and caption.
 * @param judged the results they are from.
 */
export function curvesFigure(curves: readonly Curve[], what: string, judged: Judged): Figure[] {
  const drawing = drawCurves(curves, judged);
  if (!drawing) return [];
  return [
    {
      file: "curves",
      title: `Learning curves: ${what}`,
      description:
        "By epoch, with learning rate and decay beneath, as shares of what they were in the first epoch.",
      drawing,
      caption: `${capitalized(what)}: ${bandWords(mostSeeds(curves))}.`,
    },
  ];
}
