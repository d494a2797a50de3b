import { type Estimate, estimateOverSeeds } from "../../measures/estimate.js";
import { mean } from "../../measures/mean.js";
import { meanCurve } from "../../measures/meanCurve.js";
import { type SeriesCell, seedsOf, trialsOfSeeds } from "../../measures/seriesCells.js";
import { FIGURE_3 } from "../../paper/figure3.js";
import type { Results, TrialResult } from "../../results.js";
import { type Claim, pointsClaim, ratioClaim, sideClaim } from "../claims.js";
import { finalLoss, type GeneralizationNumbers } from "./numbers.js";

/** What the paper's Figure 3 says, beside ours; differences are Adam minus AdamW. */
export function generalizationClaims(results: Results, numbers: GeneralizationNumbers): Claim[] {
  const { best, bestGap, equalLoss, finalGap } = numbers;
  const { adam, adamw, equalLoss: theirs } = FIGURE_3;
  const overBest = (statistic: Statistic) => ofBoth(best.adam, best.adamw, statistic, results.seed);
  return [
    pointsClaim("at equal training loss", equalLoss?.difference ?? null, theirs.adam - theirs.adamw),
    sideClaim("at equal training loss, where trainings of all decays ended", finalGap?.estimate ?? null, {
      words: "above 0",
      side: 1,
    }),
    pointsClaim("best against best", bestGap, Math.min(...adam.error) - Math.min(...adamw.error)),
    sideClaim("best against best, at the end more than in the first half", overBest(parting), {
      words: "above 0",
      side: 1,
    }),
    ratioClaim(
      "final training loss of the best, Adam's / AdamW's",
      overBest((a, b) => finalLoss(a) / finalLoss(b)),
      adam.bestLoss / adamw.bestLoss,
    ),
  ];
}

type Statistic = (adam: readonly TrialResult[], adamw: readonly TrialResult[]) => number | null;

/** Over the seeds that both cells finished. */
function ofBoth(
  adam: SeriesCell | null,
  adamw: SeriesCell | null,
  statistic: Statistic,
  seed: number,
): Estimate | null {
  if (!adam || !adamw) return null;
  const seeds = seedsOf([adam]).filter((one) => seedsOf([adamw]).includes(one));
  if (seeds.length === 0) return null;
  return estimateOverSeeds(
    seeds,
    (some) => statistic(trialsOfSeeds(adam, some), trialsOfSeeds(adamw, some)),
    seed,
  );
}

/** By how much more the two differ in test error at the end than, on average, in the first half of the epochs. */
function parting(adam: readonly TrialResult[], adamw: readonly TrialResult[]): number | null {
  const others = new Map(meanCurve(adamw).map(({ epoch, testError }) => [epoch, testError]));
  const gaps = meanCurve(adam).flatMap(({ epoch, testError }) => {
    const other = others.get(epoch) ?? null;
    return testError === null || other === null ? [] : [{ epoch, gap: testError - other }];
  });
  const early = gaps.filter(({ epoch }) => 2 * epoch <= (gaps.at(-1)?.epoch ?? 0));
  return early.length === 0 ? null : gaps.at(-1)!.gap - mean(early.map(({ gap }) => gap));
}
