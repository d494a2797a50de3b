import { checkKeys, checkRange, nonNegative } from "../validation.js";
import { globalNorm } from "./clipByGlobalNorm.js";
import type { AnyBound } from "./extend.js";
import { type TwoPhases, twoPhases } from "./twoPhases.js";

export interface SamOptions {
  /** The radius within which the loss should stay low, >= 0; default 0.05. */
  rho?: number;
}

/**
 * Sharpness-aware minimization (Foret et al., 2021): step from w with the gradient at w + e, where
 *
 *     e = rho g / (|g| + 1e-12)
 *
 * and |g| is the norm over all parameters. Of all that goes around a step it comes last: `sam(ema(model))`.
 * Batch-norm statistics should be of the first phase only.
 *
 * @throws RangeError or TypeError naming the option, its value and what it may be.
 */
export function sam<Model extends AnyBound>(model: Model, options: SamOptions = {}): TwoPhases<Model> {
  checkKeys("sam", options, ["rho"]);
  const rho = checkRange("sam", "rho", options.rho ?? 0.05, nonNegative);
  return twoPhases(model, "sam", (weights, gradients) => {
    const scale = rho / (globalNorm(gradients) + 1e-12);
    for (const [name, array] of Object.entries(weights)) {
      const gradient = gradients[name]!;
      for (let i = 0; i < array.length; i++) array[i] = array[i]! + scale * gradient[i]!;
    }
  });
}
