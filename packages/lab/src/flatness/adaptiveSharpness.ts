import type { LossFunction, Weights } from "./lossFunction.js";
import { moved } from "./moved.js";
import { requirePositive } from "./require.js";
import { mapVector, norm } from "./vector.js";

export interface AdaptiveSharpnessOptions {
  /** The radius, relative to the weights; 0.5 by default, ASAM's for CIFAR-10. */
  rho?: number;
  /** What is added to every |w|, so that a weight of 0 can move; 0 by default. ASAM trains with 0.01. */
  eta?: number;
}

/**
 * Adaptive sharpness, as ASAM sees it: how much the loss rises within a distance rho that counts every weight in
 * units of its own size, so that scaling the layers of a network against one another changes nothing if eta is 0.
 * Estimated by one step along the gradient g, L(w + rho T^2 g / |T g|) - L(w), where T is |w| + eta.
 *
 * ASAM's authors' code moves biases, and the shifts of normalized layers, in absolute units instead: where an
 * optimizer leaves a network's scales small, as AdamW does, those moves alone decide what is measured.
 *
 * Source: Kwon et al. 2021 (arXiv 2102.11600), section 3.
 *
 * @returns a difference of losses; where there is no gradient, 0.
 * @throws RangeError for a rho that is not positive or an eta below 0.
 */
export async function adaptiveSharpness(
  f: LossFunction,
  weights: Weights,
  { rho = 0.5, eta = 0 }: AdaptiveSharpnessOptions = {},
): Promise<number> {
  requirePositive("rho", rho);
  if (!(eta >= 0)) throw new RangeError(`eta must be a number of at least 0; got ${eta}`);
  const { loss, gradient } = await f.gradient(weights);
  const scale = (name: string, i: number) => Math.abs(weights[name]![i]!) + eta;
  const scaled = mapVector(gradient, (g, name, i) => scale(name, i) * g);
  const ascent = mapVector(scaled, (g, name, i) => scale(name, i) * g);
  const raised = await f.loss(moved(weights, rho / (norm(scaled) + 1e-12), ascent));
  return raised - loss;
}
