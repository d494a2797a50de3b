import type { LossFunction, Weights } from "./lossFunction.js";
import { type SamSharpnessOptions, samSharpness } from "./samSharpness.js";

/**
 * m-sharpness: the mean of `samSharpness` over shards of m examples each, every shard with an ascent of its own. The
 * smaller m, the larger it is, and the better it tells generalization.
 *
 * Source: Foret et al. 2021 (arXiv 2010.01412), section 4.1.
 *
 * @param shards the losses of equally many examples each.
 * @throws RangeError if there is no shard, or as `samSharpness`.
 */
export async function mSharpness(
  shards: readonly LossFunction[],
  weights: Weights,
  options: SamSharpnessOptions = {},
): Promise<number> {
  if (shards.length === 0) throw new RangeError("shards must hold at least one loss; got none");
  let sum = 0;
  for (const shard of shards) sum += await samSharpness(shard, weights, options);
  return sum / shards.length;
}
