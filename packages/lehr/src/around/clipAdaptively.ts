import type { ArraysOf, FloatArray } from "../binding/arena.js";
import { checkGradients } from "../binding/checks.js";
import { checkChoice, checkKeys, checkRange, positive } from "../validation.js";
import type { AnyBound } from "./extend.js";

export interface ClipAdaptivelyOptions {
  /** The largest norm a unit's gradient may have, relative to its weights', > 0; default 0.01. */
  clipping?: number;
  /** The least norm that weights count with, > 0; default 1e-3. */
  epsilon?: number;
  /**
   * The dimension that counts a tensor's units: "last", the outputs of TensorFlow's and JAX's kernels (the
   * default), or "first", those of PyTorch's. A tensor of one dimension is one unit.
   */
  units?: "first" | "last";
}

/**
 * Adaptive gradient clipping (Brock et al., 2021), in place: unit by unit, a gradient g of weights w is scaled
 * to
 *
 *     |g| <= clipping max(|w|, epsilon)
 *
 * @param model gives the weights and their shapes.
 * @throws RangeError or TypeError naming the argument, its value and what it may be; nothing is changed then.
 */
export function clipAdaptively<P extends ArraysOf<P>>(
  gradients: P,
  model: Pick<AnyBound, "params" | "shapes">,
  options: ClipAdaptivelyOptions = {},
): void {
  const owner = "clipAdaptively";
  checkKeys(owner, options, ["clipping", "epsilon", "units"]);
  const clipping = checkRange(owner, "clipping", options.clipping ?? 0.01, positive);
  const epsilon = checkRange(owner, "epsilon", options.epsilon ?? 1e-3, positive);
  const units = checkChoice(owner, "units", options.units ?? "last", ["first", "last"]);
  checkGradients(owner, model.params, gradients);
  for (const [name, gradient] of Object.entries<FloatArray>(gradients)) {
    const count = unitCount(model.shapes[name]!, units);
    const weightNorms = unitNorms(model.params[name]!, count, units);
    const gradientNorms = unitNorms(gradient, count, units);
    const factors = gradientNorms.map((norm, unit) => {
      const largest = clipping * Math.max(weightNorms[unit]!, epsilon);
      return norm > largest ? largest / norm : 1;
    });
    forUnits(gradient, count, units, (i, unit) => {
      gradient[i] = gradient[i]! * factors[unit]!;
    });
  }
}

function unitCount(shape: readonly number[], units: "first" | "last"): number {
  if (shape.filter((size) => size !== 1).length <= 1) return 1;
  return shape[units === "first" ? 0 : shape.length - 1]!;
}

function unitNorms(array: FloatArray, count: number, units: "first" | "last"): Float64Array {
  const squares = new Float64Array(count);
  forUnits(array, count, units, (i, unit) => {
    squares[unit]! += array[i]! * array[i]!;
  });
  return squares.map(Math.sqrt);
}

function forUnits(
  { length }: FloatArray,
  count: number,
  units: "first" | "last",
  visit: (i: number, unit: number) => void,
): void {
  const size = length / count;
  for (let i = 0; i < length; i++) visit(i, units === "first" ? Math.floor(i / size) : i % count);
}
