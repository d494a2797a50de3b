import { rademacher } from "../random/rademacher.js";
import { randomStream } from "../random/randomStream.js";
import { type HessianVectorProductOptions, hessianVectorProduct } from "./hessianVectorProduct.js";
import type { LossFunction, Weights } from "./lossFunction.js";
import { randomVector } from "./randomVector.js";
import { requireCount } from "./require.js";
import { trainedSpace } from "./trainedSpace.js";
import { tridiagonalEigenvalues } from "./tridiagonalEigenvalues.js";
import { addScaled, dot, elementCount, mapVector, norm, type Vector } from "./vector.js";

export interface SpectralDensityOptions extends HessianVectorProductOptions {
  /** Of the random starts; 1 by default. */
  seed?: number;
  /** Of Lanczos' method, each two gradients and a vector of float64 kept: 8 bytes a weight. 100 by default. */
  steps?: number;
  /** How many random starts are averaged; 1 by default. */
  runs?: number;
}

/** A share of the spectrum that lies about an eigenvalue. */
export interface SpectralNode {
  eigenvalue: number;
  /** All weights together make 1. */
  weight: number;
}

/**
 * How the eigenvalues of the Hessian are distributed, as nodes with weights, smallest first, by stochastic Lanczos
 * quadrature: Lanczos' method with full re-orthogonalization from a random vector gives a small tridiagonal matrix,
 * whose eigenvalues are the nodes and whose eigenvectors' squared first components are the weights. The first and
 * last nodes are close to the extreme eigenvalues of the Hessian.
 *
 * Source: PyHessian (Yao et al. 2020, arXiv 1912.07145); Ghorbani et al. 2019 (arXiv 1901.10159).
 *
 * @throws RangeError as `hessianVectorProduct`, or for options out of range.
 */
export async function spectralDensity(
  f: LossFunction,
  weights: Weights,
  { seed = 1, steps = 100, runs = 1, ...product }: SpectralDensityOptions = {},
): Promise<SpectralNode[]> {
  requireCount("steps", steps, 1);
  requireCount("runs", runs, 1);
  const space = await trainedSpace(f, weights);
  const nodes: SpectralNode[] = [];
  for (let run = 0; run < runs; run++) {
    const start = randomVector(space, randomStream(seed, "density", run), rademacher);
    const times = (vector: Vector) => hessianVectorProduct(f, weights, vector, product);
    const { diagonal, beside } = await lanczos(times, start, Math.min(steps, elementCount(space)));
    const found = tridiagonalEigenvalues(diagonal, beside);
    nodes.push(...found.map(({ eigenvalue, first }) => ({ eigenvalue, weight: first ** 2 / runs })));
  }
  return nodes.sort((a, b) => a.eigenvalue - b.eigenvalue);
}

/** The tridiagonal matrix to which a symmetric one shrinks on what it makes of `start`. */
async function lanczos(
  times: (vector: Vector) => Promise<Vector>,
  start: Vector,
  steps: number,
): Promise<{ diagonal: number[]; beside: number[] }> {
  const basis: Vector[] = [];
  const diagonal: number[] = [];
  const beside: number[] = [];
  let next = start;
  let length = norm(start);
  for (;;) {
    const vector = mapVector(next, (value) => value / length);
    basis.push(vector);
    next = await times(vector);
    diagonal.push(dot(vector, next));
    // Twice, since once leaves what rounding left.
    for (const other of [...basis, ...basis]) addScaled(next, -dot(next, other), other);
    length = norm(next);
    // At 0 the vectors so far span all that the matrix makes of the start.
    if (basis.length === steps || length === 0) return { diagonal, beside };
    beside.push(length);
  }
}
