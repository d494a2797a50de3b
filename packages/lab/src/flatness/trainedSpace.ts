import type { LossFunction, Weights } from "./lossFunction.js";
import { mapVector, type Vector } from "./vector.js";

/** The space in which the Hessian of a loss lives: zeros for each tensor that its gradient names. */
export async function trainedSpace(f: LossFunction, weights: Weights): Promise<Vector> {
  const { gradient } = await f.gradient(weights);
  return mapVector(gradient, () => 0);
}
