import type { LossFunction, Weights } from "./lossFunction.js";
import { moved } from "./moved.js";
import { requirePositive } from "./require.js";
import { mapVector, norm, type Vector } from "./vector.js";

export interface HessianVectorProductOptions {
  /**
   * How far the weights are moved to either side, relative to their norm; 1e-3 by default, where the rounding of
   * float32 gradients and the change of the curvature along the way are both small.
   */
  relativeStep?: number;
}

/**
 * The Hessian of the loss at the weights times a vector, by central differences of the gradient:
 * (g(w + r v) - g(w - r v)) / 2r with r = relativeStep |w| / |v|. It costs two gradients. |w| is taken over the
 * tensors that the vector names, and is 1 where they are all 0.
 *
 * Rectifiers have kinks, and a kink between the two gradients passes for curvature, the more the smaller the step and
 * the fewer the examples. Take a thousand examples or more: with 1024, the top eigenvalue of a small convolutional
 * network stayed between 4.2 and 4.7 for relative steps from 3e-4 to 1e-2; with 128 it rose from 4.4 to 10 between
 * 3e-3 and 3e-4. Compare only curvatures measured on the same examples with the same step.
 *
 * @param vector an array for each tensor that the gradient names; one of zeros gives zeros.
 * @throws RangeError if the vector does not fit the weights or the gradient, or if the gradient is not finite: such
 *   weights have no curvature to measure.
 */
export async function hessianVectorProduct(
  f: LossFunction,
  weights: Weights,
  vector: Weights,
  { relativeStep = 1e-3 }: HessianVectorProductOptions = {},
): Promise<Vector> {
  requirePositive("relativeStep", relativeStep);
  const length = norm(vector);
  if (length === 0) return mapVector(vector, () => 0);
  const step = (relativeStep * (normOfMoved(weights, vector) || 1)) / length;
  // Copied, since the next gradient may reuse the arrays of this one.
  const ahead = mapVector(await gradientAt(f, moved(weights, step, vector)), (g) => g);
  const behind = await gradientAt(f, moved(weights, -step, vector));
  requireSameNames(ahead, vector);
  return mapVector(ahead, (g, name, i) => (g - behind[name]![i]!) / (2 * step));
}

function normOfMoved(weights: Weights, vector: Weights): number {
  const entries = Object.entries(weights).filter(([name]) => name in vector);
  return norm(Object.fromEntries(entries));
}

async function gradientAt(f: LossFunction, weights: Weights): Promise<Weights> {
  const { gradient } = await f.gradient(weights);
  if (!Number.isFinite(norm(gradient))) {
    throw new RangeError("the gradient beside the weights must be finite to measure curvature; it is not");
  }
  return gradient;
}

function requireSameNames(gradient: Weights, vector: Weights): void {
  const names = (of: Weights) => Object.keys(of).sort().join(", ");
  if (names(gradient) !== names(vector)) {
    throw new RangeError(
      `vector must have the tensors of the gradient, ${names(gradient)}; got ${names(vector)}`,
    );
  }
}
