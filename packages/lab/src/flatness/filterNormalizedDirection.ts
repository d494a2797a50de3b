import { normal } from "../random/normal.js";
import { randomStream } from "../random/randomStream.js";
import type { FloatArray, Weights } from "./lossFunction.js";
import type { Vector } from "./vector.js";

/** What a step of 1 along such a direction is, for an axis. */
export const FILTER_NORMS = "filter norms";

/**
 * A random direction in which landscapes of different networks compare: normally distributed, then every filter
 * scaled to the norm of the same filter of the weights, so that a step of 1 changes each filter by as much as it
 * measures. Without this, networks with small weights look sharp merely because a step is large beside them.
 *
 * A filter is what makes one output: all numbers at one index of the last axis, of a convolution [height, width, in,
 * out] as of a linear kernel [in, out]. Tensors with fewer than two axes (biases, batch normalization) get zeros.
 *
 * Source: Li et al. 2018 (arXiv 1712.09913), section 4, with the 1e-10 that its code adds to the direction's norm and
 * its choice to ignore biases and batch normalization.
 *
 * @param shapes of the tensors that are trained, by name; weights beyond these, such as running statistics, are not
 *   part of the direction.
 * @param seed two different seeds give two nearly orthogonal directions.
 * @throws RangeError if a tensor of `shapes` is not in the weights or has another size there.
 */
export function filterNormalizedDirection(
  weights: Weights,
  shapes: Readonly<Record<string, readonly number[]>>,
  seed: number,
): Vector {
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => {
      const values = weights[name];
      const size = shape.reduce((product, length) => product * length, 1);
      if (values?.length !== size) {
        throw new RangeError(
          `shapes must fit the weights; "${name}" is [${shape.join(", ")}], ${size} numbers, in the weights ${values?.length ?? "none"}`,
        );
      }
      if (shape.length < 2) return [name, new Float64Array(size)];
      const random = randomStream(seed, "direction", name);
      const draws = Float64Array.from({ length: size }, () => normal(random));
      return [name, scaleFilters(draws, values, shape.at(-1)!)];
    }),
  );
}

/** Scales, in place, each of the interleaved filters of `direction` to the norm of its namesake in `values`. */
function scaleFilters(direction: Float64Array, values: FloatArray, filters: number): Float64Array {
  for (let filter = 0; filter < filters; filter++) {
    let wanted = 0;
    let drawn = 0;
    for (let i = filter; i < direction.length; i += filters) {
      wanted += values[i]! ** 2;
      drawn += direction[i]! ** 2;
    }
    const scale = Math.sqrt(wanted) / (Math.sqrt(drawn) + 1e-10);
    for (let i = filter; i < direction.length; i += filters) direction[i] = direction[i]! * scale;
  }
  return direction;
}
