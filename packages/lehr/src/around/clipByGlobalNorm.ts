import type { ArraysOf, FloatArray, Parameters } from "../binding/arena.js";
import { checkFlag, checkKeys, checkRange, positive } from "../validation.js";

export interface ClipByGlobalNormOptions {
  /** Throw where the norm is not finite, before anything is changed; default false. */
  errorIfNonFinite?: boolean;
}

/**
 * Scales all gradients, in place, so that their common L2 norm is at most `maxNorm`: by
 * min(1, maxNorm / (norm + 1e-6)), as in PyTorch. optax leaves 1e-6 out.
 *
 * @returns the norm before.
 * @throws RangeError if `maxNorm` is not a number > 0, or the norm is not finite and `errorIfNonFinite` is set.
 */
export function clipByGlobalNorm<P extends ArraysOf<P>>(
  gradients: P,
  maxNorm: number,
  options: ClipByGlobalNormOptions = {},
): number {
  checkKeys("clipByGlobalNorm", options, ["errorIfNonFinite"]);
  checkRange("clipByGlobalNorm", "maxNorm", maxNorm, positive);
  const norm = globalNorm(gradients);
  if (checkFlag("clipByGlobalNorm", "errorIfNonFinite", options.errorIfNonFinite) && !Number.isFinite(norm)) {
    throw new RangeError(`clipByGlobalNorm: the gradients' norm must be finite, got ${norm}`);
  }
  const factor = maxNorm / (norm + 1e-6);
  if (!(factor >= 1)) {
    for (const gradient of Object.values<FloatArray>(gradients)) {
      for (let i = 0; i < gradient.length; i++) gradient[i] = gradient[i]! * factor;
    }
  }
  return norm;
}

/** The L2 norm over all elements of all arrays, summed in float64. */
export function globalNorm(arrays: Parameters): number {
  let squares = 0;
  for (const array of Object.values(arrays)) {
    for (let i = 0; i < array.length; i++) squares += array[i]! * array[i]!;
  }
  return Math.sqrt(squares);
}
