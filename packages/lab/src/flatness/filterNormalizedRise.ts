import { filterNormalizedDirection } from "./filterNormalizedDirection.js";
import type { LossFunction, Weights } from "./lossFunction.js";
import { moved } from "./moved.js";
import { requireCount, requirePositive } from "./require.js";

export interface FilterNormalizedRiseOptions {
  /** How far, in filter norms; 0.5 by default. */
  distance?: number;
  /** How many directions, each taken both ways; 10 by default. */
  directions?: number;
  /** Of the first direction; 1 by default. */
  seed?: number;
}

/**
 * How much the loss rises on average when every filter is moved at random by a share of its own norm: the mean of
 * L(w + r d) and L(w - r d) over filter-normalized directions d, minus L(w). Scaling filters changes nothing where a
 * normalization follows them, so networks with weights of different size compare.
 *
 * @param shapes of the tensors that are trained, as for `filterNormalizedDirection`.
 * @returns a difference of losses.
 * @throws RangeError for options out of range, or as `filterNormalizedDirection`.
 */
export async function filterNormalizedRise(
  f: Pick<LossFunction, "loss">,
  weights: Weights,
  shapes: Readonly<Record<string, readonly number[]>>,
  { distance = 0.5, directions = 10, seed = 1 }: FilterNormalizedRiseOptions = {},
): Promise<number> {
  requirePositive("distance", distance);
  requireCount("directions", directions, 1);
  let sum = 0;
  for (let i = 0; i < directions; i++) {
    const direction = filterNormalizedDirection(weights, shapes, seed + i);
    for (const step of [distance, -distance]) sum += await f.loss(moved(weights, step, direction));
  }
  return sum / (2 * directions) - (await f.loss(weights));
}
