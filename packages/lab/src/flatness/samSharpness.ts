import type { LossFunction, Weights } from "./lossFunction.js";
import { moved } from "./moved.js";
import { requirePositive } from "./require.js";
import { norm } from "./vector.js";

export interface SamSharpnessOptions {
  /** The radius of the ball in which the loss is to rise most, in units of the weights; 0.05 by default. */
  rho?: number;
}

/**
 * Sharpness as SAM sees it: how much the loss rises within a distance rho, estimated by one step of that length
 * along the gradient g, L(w + rho g / |g|) - L(w). The norm is over all trained tensors jointly.
 *
 * It depends on the scale of the weights: of two networks that compute the same, the one with smaller weights looks
 * sharper. Between optimizers that leave weights of different size, compare `adaptiveSharpness`.
 *
 * Source: Foret et al. 2021 (arXiv 2010.01412), with the 1e-12 that its code adds to the norm.
 *
 * @returns a difference of losses; where there is no gradient, 0.
 * @throws RangeError for a rho that is not positive.
 */
export async function samSharpness(
  f: LossFunction,
  weights: Weights,
  { rho = 0.05 }: SamSharpnessOptions = {},
): Promise<number> {
  requirePositive("rho", rho);
  const { loss, gradient } = await f.gradient(weights);
  const raised = await f.loss(moved(weights, rho / (norm(gradient) + 1e-12), gradient));
  return raised - loss;
}
