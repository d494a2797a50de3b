import type { LossFunction, Weights } from "./lossFunction.js";
import { type Eigenvalue, type EigenvalueOptions, powerIteration } from "./powerIteration.js";
import { requireCount } from "./require.js";
import { trainedSpace } from "./trainedSpace.js";
import { elementCount } from "./vector.js";

/**
 * The eigenvalue of the Hessian that is largest in magnitude, at a minimum the largest curvature, by power iteration
 * until it changes by less than 1e-3, relatively, or for 100 iterations. Source: PyHessian (Yao et al. 2020, arXiv
 * 1912.07145), which ends in the same way.
 *
 * A start that holds next to nothing of the top eigenvector, as few do, may settle on a smaller eigenvalue: where it
 * matters, another seed tells.
 *
 * @throws RangeError as `hessianVectorProduct`, or for options out of range.
 */
export async function topEigenvalue(
  f: LossFunction,
  weights: Weights,
  options: EigenvalueOptions = {},
): Promise<Eigenvalue> {
  return (await topEigenvalues(f, weights, 1, options))[0]!;
}

/**
 * The `count` eigenvalues of the Hessian that are largest in magnitude, largest first, by deflation: each is found
 * as `topEigenvalue` finds the first, among the vectors orthogonal to the eigenvectors before it.
 *
 * @param count from 1 to the number of trained weights.
 * @throws RangeError as `topEigenvalue`, or for another count.
 */
export async function topEigenvalues(
  f: LossFunction,
  weights: Weights,
  count: number,
  options: EigenvalueOptions = {},
): Promise<Eigenvalue[]> {
  requireCount("count", count, 1);
  const space = await trainedSpace(f, weights);
  if (count > elementCount(space)) {
    throw new RangeError(
      `count must be at most ${elementCount(space)}, the number of trained weights; got ${count}`,
    );
  }
  const found: Eigenvalue[] = [];
  while (found.length < count) {
    const before = found.map(({ vector }) => vector);
    found.push(await powerIteration(f, weights, space, before, options));
  }
  return found.sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
}
