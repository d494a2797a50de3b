import { checkWhere } from "../binding/checks.js";
import { checkMatch, type Match, matches, matrices } from "../match.js";
import { checkKeys, checkRange, nonNegative } from "../validation.js";
import { type AnyBound, checkBound } from "./extend.js";
import { type TwoPhases, twoPhases } from "./twoPhases.js";

export interface AsamOptions {
  /** The radius, relative to the weights, >= 0; default 0.5. */
  rho?: number;
  /** Added to the size of a weight, >= 0; default 0.01. */
  eta?: number;
  /** The parameters whose own size counts; the others count as 1. Default `matrices`: all but biases. */
  weights?: Match;
}

/**
 * Adaptive sharpness-aware minimization (Kwon et al., 2021): step from w with the gradient at w + e, where
 *
 *     e = rho T^2 g / (|T g| + 1e-12)        T = |w| + eta for `weights`, 1 elsewhere
 *
 * and |T g| is the norm over all parameters: a scale-free `sam`. Give `bind` the shapes, or name the `weights`.
 *
 * @throws RangeError or TypeError naming the option, its value and what it may be; RangeError if `weights` matches no
 *   parameter, for a function only where `bind` was given no shapes.
 */
export function asam<Model extends AnyBound>(model: Model, options: AsamOptions = {}): TwoPhases<Model> {
  checkBound("asam", model);
  checkKeys("asam", options, ["rho", "eta", "weights"]);
  const rho = checkRange("asam", "rho", options.rho ?? 0.5, nonNegative);
  const eta = checkRange("asam", "eta", options.eta ?? 0.01, nonNegative);
  const sized = checkMatch("asam", "weights", options.weights ?? matrices);
  checkWhere("asam", "weights", sized, model.shapes);
  return twoPhases(model, "asam", (weights, gradients) => {
    const sizes = Object.entries(weights).map(([name, array]) => {
      const own = matches(sized, { name, shape: model.shapes[name]! });
      return { array, gradient: gradients[name]!, size: (w: number) => (own ? Math.abs(w) + eta : 1) };
    });
    let squares = 0;
    for (const { array, gradient, size } of sizes) {
      for (let i = 0; i < array.length; i++) squares += (size(array[i]!) * gradient[i]!) ** 2;
    }
    const scale = rho / (Math.sqrt(squares) + 1e-12);
    for (const { array, gradient, size } of sizes) {
      for (let i = 0; i < array.length; i++) {
        array[i] = array[i]! + scale * size(array[i]!) ** 2 * gradient[i]!;
      }
    }
  });
}
