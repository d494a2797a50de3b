import { normal } from "../random/normal.js";
import { randomStream } from "../random/randomStream.js";
import { type HessianVectorProductOptions, hessianVectorProduct } from "./hessianVectorProduct.js";
import type { LossFunction, Weights } from "./lossFunction.js";
import { randomVector } from "./randomVector.js";
import { requireCount } from "./require.js";
import { addScaled, dot, mapVector, norm, type Vector } from "./vector.js";

export interface EigenvalueOptions extends HessianVectorProductOptions {
  /** Of the random start; 1 by default. */
  seed?: number;
  /** The relative change of the eigenvalue at which it has converged; 1e-3 by default. */
  tolerance?: number;
  /** Each costs two gradients; 100 by default. */
  maximumIterations?: number;
}

/** An eigenvalue of the Hessian with what it took to find it. */
export interface Eigenvalue {
  value: number;
  /** The eigenvector, of norm 1. */
  vector: Vector;
  iterations: number;
  /** False if the iterations ran out first; the magnitude is then a lower bound. */
  converged: boolean;
}

/**
 * The eigenvalue of the Hessian largest in magnitude among the vectors orthogonal to those of `found`, by power
 * iteration from a seeded random vector: v <- H v / |H v|, with v'Hv for the value.
 *
 * @param space an array for each trained tensor.
 * @param found orthogonal to one another, each of norm 1; fewer than there are weights.
 * @throws RangeError as `hessianVectorProduct`, or for options out of range.
 */
export async function powerIteration(
  f: LossFunction,
  weights: Weights,
  space: Vector,
  found: readonly Vector[],
  { seed = 1, tolerance = 1e-3, maximumIterations = 100, ...product }: EigenvalueOptions,
): Promise<Eigenvalue> {
  requireCount("maximumIterations", maximumIterations, 1);
  let vector = randomVector(space, randomStream(seed, "eigenvector", found.length), normal);
  makeOrthogonal(vector, found);
  vector = ofNormOne(vector);
  let value = Number.NaN;
  for (let iterations = 1; ; iterations++) {
    const image = await hessianVectorProduct(f, weights, vector, product);
    const previous = value;
    value = dot(vector, image);
    const converged = Math.abs(value - previous) <= tolerance * Math.abs(previous);
    if (converged || iterations === maximumIterations) return { value, vector, iterations, converged };
    makeOrthogonal(image, found);
    // A Hessian of zero sends every vector to 0, and every vector is its eigenvector.
    if (norm(image) === 0) return { value: 0, vector, iterations, converged: true };
    vector = ofNormOne(image);
  }
}

/** Takes from a vector, in place, its share along each of the others. */
function makeOrthogonal(vector: Vector, others: readonly Vector[]): void {
  for (const other of others) addScaled(vector, -dot(vector, other), other);
}

function ofNormOne(vector: Vector): Vector {
  const length = norm(vector);
  return mapVector(vector, (value) => value / length);
}
