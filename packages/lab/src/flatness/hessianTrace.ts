import { rademacher } from "../random/rademacher.js";
import { randomStream } from "../random/randomStream.js";
import { type HessianVectorProductOptions, hessianVectorProduct } from "./hessianVectorProduct.js";
import type { LossFunction, Weights } from "./lossFunction.js";
import { randomVector } from "./randomVector.js";
import { requireCount } from "./require.js";
import { trainedSpace } from "./trainedSpace.js";
import { dot } from "./vector.js";

/** How many times in a row the mean must stand still: once may be chance. */
const STILL = 3;

export interface HessianTraceOptions extends HessianVectorProductOptions {
  /** Of the random vectors; 1 by default. */
  seed?: number;
  /** The relative change of the running mean below which it stands still; 1e-3 by default. */
  tolerance?: number;
  /** At least 2; each costs two gradients; 100 by default. */
  maximumSamples?: number;
}

/** An estimate of the trace of the Hessian. */
export interface HessianTrace {
  mean: number;
  /** Of the mean. */
  standardError: number;
  samples: number;
}

/**
 * The trace of the Hessian, the sum of all curvatures, by Hutchinson's estimate: the mean of v'Hv over seeded random
 * vectors v of -1 and 1. Ends when one more sample has changed the mean by less than `tolerance`, relatively, three
 * times in a row. Source: PyHessian (Yao et al. 2020, arXiv 1912.07145), which ends at the first such time.
 *
 * @throws RangeError as `hessianVectorProduct`, or for options out of range.
 */
export async function hessianTrace(
  f: LossFunction,
  weights: Weights,
  { seed = 1, tolerance = 1e-3, maximumSamples = 100, ...product }: HessianTraceOptions = {},
): Promise<HessianTrace> {
  requireCount("maximumSamples", maximumSamples, 2);
  const random = randomStream(seed, "trace");
  const space = await trainedSpace(f, weights);
  let mean = 0;
  let squares = 0;
  let samples = 0;
  for (let still = 0; samples < maximumSamples && still < STILL; ) {
    const vector = randomVector(space, random, rademacher);
    const sample = dot(vector, await hessianVectorProduct(f, weights, vector, product));
    samples++;
    // Welford's running mean, and sum of squared deviations from it.
    const previous = mean;
    mean += (sample - previous) / samples;
    squares += (sample - previous) * (sample - mean);
    still = samples > 1 && Math.abs(mean - previous) <= tolerance * Math.abs(previous) ? still + 1 : 0;
  }
  return { mean, standardError: Math.sqrt(squares / (samples - 1) / samples), samples };
}
